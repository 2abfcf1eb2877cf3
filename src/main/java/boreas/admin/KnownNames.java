package boreas.admin;

import boreas.address.AddressException;
import boreas.address.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What to call nodes: peers by their names, others by their addresses.
final class KnownNames {
    private final Map<String, String> byKey = new HashMap<>();

    KnownNames(List<PeerLine> peers) {
        for (var p : peers)
            if (p.address() != null && !p.name().isEmpty())
                byKey.putIfAbsent(p.address().key().toString(), p.name());
    }

    /// @param key as text, empty unknown
    String of(String key) {
        if (key.isEmpty()) return "?";
        var name = byKey.get(key);
        return name == null ? address(key) : name;
    }

    /// The name that the operator gave, [HumanText#UNKNOWN] without one.
    String nameOf(String key) {
        return byKey.getOrDefault(key, HumanText.UNKNOWN);
    }

    /// The address that belongs to a key.
    static String address(String key) {
        try {
            return PublicKey.parse(key).ip6().toString();
        } catch (AddressException e) {
            return HumanText.UNKNOWN;
        }
    }
}
