package boreas.admin;

import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.address.AddressException;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.cryptoauth.Credentials;
import boreas.link.PeerRefused;
import boreas.link.PeerSettings;
import boreas.link.PortInfo;
import boreas.node.NodeCommand;
import boreas.node.NodeSnapshot;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What `UDPInterface_beginConnection` and `ETHInterface_beginConnection` are told alike, and how
/// they refuse.
final class PeerArguments {
    static final String NO_SUCH_SOCKET = "no such interface for interfaceNumber";

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

    /// Reads whom to call from what was said, in the genuine order of complaints.
    @FunctionalInterface
    interface Reader {
        PeerSettings read(Arguments arguments, NodeSnapshot node) throws Refused;
    }

    /// A `beginConnection`: its first two arguments, and those that all of them take.
    static AdminFunction beginConnection(
            String name,
            String address,
            NodeGate node,
            Reader reader,
            Function<PeerRefused.Reason, String> words) {
        return guardedLater(
                name,
                call -> connect(call.arguments(), node, reader, words),
                required(address, STRING),
                required("publicKey", STRING),
                optional("interfaceNumber", INT),
                optional("login", STRING),
                optional("password", STRING),
                optional("peerName", STRING),
                optional("version", INT));
    }

    private static CompletableFuture<Reply> connect(
            Arguments arguments,
            NodeGate node,
            Reader reader,
            Function<PeerRefused.Reason, String> words) {
        return node.snapshot()
                .thenCompose(s -> {
                    try {
                        return node.send(new NodeCommand.Connect(reader.read(arguments, s)))
                                .thenApply(refused ->
                                        refused.map(words)
                                                .map(Reply::error)
                                                .orElseGet(Reply::success));
                    } catch (Refused e) {
                        return CompletableFuture.completedFuture(e.reply());
                    }
                });
    }

    /// What is known of the peer to call, with what both kinds are told alike.
    static PeerSettings settings(
            Arguments arguments, PortInfo port, PeerEndpoint endpoint, PublicKey key) {
        return new PeerSettings(
                port.port(),
                endpoint,
                key,
                credentials(arguments),
                arguments.optionalText("peerName"),
                (int) arguments.number("version", 0));
    }

    static Refused noSuchInterface() {
        return new Refused("invalid interfaceNumber");
    }

    static Refused noSuchSocket() {
        return new Refused(NO_SUCH_SOCKET);
    }

    /// The port that `interfaceNumber` names, 0 where it is absent; null when there is none.
    static @Nullable PortInfo port(Arguments arguments, NodeSnapshot node, boolean isEthernet) {
        long number = arguments.number("interfaceNumber", 0);
        for (var p : node.ports())
            if (p.ifNum() == number && p.isEthernet() == isEthernet) return p;
        return null;
    }

    static PublicKey key(Arguments arguments) throws Refused {
        return key(arguments, "publicKey");
    }

    /// The key in a required argument of another name.
    static PublicKey key(Arguments arguments, String name) throws Refused {
        try {
            return PublicKey.parse(arguments.requiredText(name));
        } catch (AddressException e) {
            throw new Refused(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Credentials credentials(Arguments arguments) {
        if (arguments.optionalText("password") == null) return null;
        var login = arguments.optionalText("login") == null ? null : arguments.bytes("login");
        return new Credentials(login, arguments.requiredBytes("password"));
    }
}
