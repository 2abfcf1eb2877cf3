package boreas.admin;

import boreas.address.AddressException;
import boreas.address.PublicKey;
import boreas.cryptoauth.Credentials;
import boreas.link.PortInfo;
import boreas.node.NodeSnapshot;
import org.jspecify.annotations.Nullable;

/// What `UDPInterface_beginConnection` and `ETHInterface_beginConnection` are told alike, and how
/// they refuse.
final class PeerArguments {
    private PeerArguments() {}

    /// An argument that cannot be used; the words go into the reply.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final String words;

        Refused(String words) {
            super(words, null, false, false);
            this.words = words;
        }

        Reply reply() {
            return Reply.error(words);
        }
    }

    static Refused noSuchInterface() {
        return new Refused("invalid interfaceNumber");
    }

    /// The port that `interfaceNumber` names, 0 where it is absent; null when there is none.
    static @Nullable PortInfo port(Arguments arguments, NodeSnapshot node, boolean isEthernet) {
        long number = arguments.number("interfaceNumber", 0);
        for (var p : node.ports())
            if (p.port() == number && p.kind() == PortInfo.Kind.ETHERNET == isEthernet) return p;
        return null;
    }

    static PublicKey key(Arguments arguments) throws Refused {
        try {
            return PublicKey.parse(arguments.requiredText("publicKey"));
        } catch (AddressException e) {
            throw new Refused(String.valueOf(e.getMessage()));
        }
    }

    static @Nullable Credentials credentials(Arguments arguments) {
        if (arguments.optionalText("password") == null) return null;
        var login = arguments.optionalText("login") == null ? null : arguments.bytes("login");
        return new Credentials(login, arguments.requiredBytes("password"));
    }
}
