package boreas.site;

import boreas.address.LinkAddress;
import boreas.address.PublicKey;
import boreas.value.JsonText;
import boreas.value.Value;
import org.jspecify.annotations.Nullable;

/// What a machine says of itself for the site file. No secret.
///
/// @param underlay `ip:port` or `host:port`; null when it is not known
public record Enrolment(
        String name, PublicKey key, @Nullable LinkAddress mac, @Nullable String underlay) {
    /// Why a machine cannot have this name; null when it can.
    public static @Nullable String refusalOf(String name) {
        return MachinesReader.refusal(Value.of(name));
    }

    /// The machine's line for `machines`.
    public String line() {
        var line = new StringBuilder();
        line.append(quoted(name)).append(": { \"publicKey\": ").append(quoted(key.toString()));
        if (mac != null) line.append(", \"mac\": ").append(quoted(mac.toString()));
        if (underlay != null) line.append(", \"address\": ").append(quoted(underlay));
        return line.append(" },").toString();
    }

    private static String quoted(String text) {
        return JsonText.quoted(Value.of(text));
    }
}
