package boreas.config;

import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.value.JsonDocument;
import boreas.value.JsonEdit;
import boreas.value.JsonText;
import boreas.value.LaxJson;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Changes a `cjdroute.conf` as its operator would by hand: one entry more or less, everything else
/// as it was. Texts in, texts out; the text must be one that [ConfReader] takes.
public final class ConfEdit {
    private static final String PASSWORDS = "authorizedPasswords";
    private static final String CONNECT_TO = "connectTo";

    private ConfEdit() {}

    /// With one more entry in `authorizedPasswords`, for a user that it does not have yet.
    public static byte[] addPassword(byte[] text, String user, Password password) {
        var document = LaxJson.parse(text);
        var entry =
                "{ \"password\": %s, \"user\": %s }"
                        .formatted(quoted(password), JsonText.quoted(Value.of(user)));
        var root = root(document);
        var list = root.items(PASSWORDS);
        return list == null
                ? JsonEdit.put(document, root, PASSWORDS, "[ " + entry + " ]")
                : JsonEdit.append(document, list, entry);
    }

    /// Without the entries of a user; empty when there was none.
    public static Optional<byte[]> removePasswords(byte[] text, String user) {
        byte[] changed = text;
        boolean isFound = false;
        for (; ; ) {
            var document = LaxJson.parse(changed);
            var list = root(document).items(PASSWORDS);
            int index = list == null ? -1 : indexOf(list, user);
            if (list == null || index < 0) return isFound ? Optional.of(changed) : Optional.empty();
            changed = JsonEdit.remove(document, list, index);
            isFound = true;
        }
    }

    private static int indexOf(Value.Items list, String user) {
        for (int i = 0; i < list.size(); i++)
            if (list.values().get(i) instanceof Value.Dict entry && user.equals(user(entry)))
                return i;
        return -1;
    }

    private static @Nullable String user(Value.Dict entry) {
        var user = entry.str("user");
        if (user == null) user = entry.str("login");
        return user == null ? null : user.text();
    }

    /// Whether a `UDPInterface` of the file can call this address.
    public static boolean canCall(byte[] text, PeerEndpoint endpoint) {
        return interfaceFor(root(LaxJson.parse(text)), endpoint) != null;
    }

    /// With a peer in `connectTo` of the first `UDPInterface` that can call it; an entry with its
    /// key or its address is replaced; one that says the same stays as it is. Only what [#canCall].
    public static byte[] putPeer(byte[] text, PeerEndpoint endpoint, Invitation from) {
        if (hasPeer(text, endpoint, from)) return text;
        var changed = removePeer(text, endpoint.toString(), from.key());
        var document = LaxJson.parse(changed);
        var udp = Objects.requireNonNull(interfaceFor(root(document), endpoint));
        var name =
                from.node().isEmpty()
                        ? ""
                        : ", \"peerName\": " + JsonText.quoted(Value.of(from.node()));
        var entry =
                "{ \"login\": %s, \"password\": %s, \"publicKey\": \"%s\"%s }"
                        .formatted(
                                JsonText.quoted(Value.of(from.login())),
                                quoted(from.password()),
                                from.key(),
                                name);
        var connectTo = udp.dict(CONNECT_TO);
        return connectTo == null
                ? JsonEdit.put(document, udp, CONNECT_TO, "{ \"" + endpoint + "\": " + entry + " }")
                : JsonEdit.put(document, connectTo, endpoint.toString(), entry);
    }

    /// Whether one entry says the same already, and no other one has its key or its address.
    private static boolean hasPeer(byte[] text, PeerEndpoint endpoint, Invitation from) {
        var address = endpoint.toString();
        var key = from.key().toString();
        int same = 0, all = 0;
        for (var udp : interfaces(root(LaxJson.parse(text)))) {
            var connectTo = udp.dict(CONNECT_TO);
            if (connectTo == null) continue;
            for (var entry : connectTo.entries().entrySet()) {
                if (!(entry.getValue() instanceof Value.Dict peer)) continue;
                boolean isForKey = is(peer.str("publicKey"), key);
                if (!isForKey && !entry.getKey().is(address)) continue;
                all++;
                var password = peer.str("password");
                if (isForKey
                        && entry.getKey().is(address)
                        && is(peer.str("login"), from.login())
                        && password != null
                        && Arrays.equals(password.bytes(), from.password().bytes())) same++;
            }
        }
        return same == 1 && all == 1;
    }

    private static boolean is(Value.@Nullable Str text, String other) {
        return text != null && text.is(other);
    }

    private static byte[] removePeer(byte[] text, String address, PublicKey key) {
        byte[] changed = text;
        for (; ; ) {
            var document = LaxJson.parse(changed);
            var entry = entryOf(root(document), address, key.toString());
            if (entry == null) return changed;
            changed = JsonEdit.remove(document, entry);
        }
    }

    private static Value.@Nullable Str entryOf(Value.Dict root, String address, String key) {
        for (var udp : interfaces(root)) {
            var connectTo = udp.dict(CONNECT_TO);
            if (connectTo == null) continue;
            for (var entry : connectTo.entries().entrySet()) {
                var publicKey =
                        entry.getValue() instanceof Value.Dict peer ? peer.str("publicKey") : null;
                if (entry.getKey().is(address) || publicKey != null && publicKey.is(key))
                    return entry.getKey();
            }
        }
        return null;
    }

    private static Value.@Nullable Dict interfaceFor(Value.Dict root, PeerEndpoint endpoint) {
        for (var udp : interfaces(root)) {
            if (!(endpoint instanceof PeerEndpoint.Numeric(LinkAddress address))) return udp;
            var bind = udp.str("bind");
            boolean is6 = bind != null && bind.text().startsWith("[");
            if (is6 == (address.kind() == LinkAddress.Kind.UDP6)) return udp;
        }
        return null;
    }

    private static List<Value.Dict> interfaces(Value.Dict root) {
        var interfaces = root.dict("interfaces");
        if (interfaces == null) return List.of();
        var udp = interfaces.dict("UDPInterface");
        return udp == null ? interfaces.dicts("UDPInterface") : new ArrayList<>(List.of(udp));
    }

    private static Value.Dict root(JsonDocument document) {
        var root = document.root();
        if (root == null) throw new IllegalArgumentException("not a configuration");
        return root;
    }

    private static String quoted(Password password) {
        return JsonText.quoted(Value.of(password.bytes()));
    }
}
