package boreas.admin;

import org.jspecify.annotations.Nullable;

/// Says in words what is probably wrong with a peer.
///
/// A cjdns node is silent towards whoever does not authenticate, so a wrong password, a wrong key,
/// a wrong address and a node that is not there all look alike from outside: the words name them
/// all.
final class PeerDiagnosis {
    /// Ours: less loss than this is everyday life on the internet.
    private static final double LOSS_WORTH_TELLING = 0.02;

    /// Ours: too few packets tell nothing about loss.
    private static final long PACKETS_TO_JUDGE_BY = 200;

    private PeerDiagnosis() {}

    /// The likely cause, one sentence without a full stop; null for a peer that is well.
    static @Nullable String of(PeerLine peer, long nowMs) {
        return switch (peer.state()) {
            case "ESTABLISHED" -> ofEstablished(peer, nowMs);
            case "UNRESPONSIVE" ->
                    silentFor(peer, nowMs)
                            + ": its node has stopped, or something on the way drops our datagrams";
            case "INCOMPATIBLE" ->
                    "it speaks protocol version "
                            + (peer.address() == null ? "?" : peer.address().version())
                            + ", which this node does not";
            case "RECEIVED_HELLO", "SENT_KEY" ->
                    "its handshake came here, but our answer seems not to reach "
                            + peer.linkAddress()
                            + ", or it does not accept our password";
            case "RECEIVED_KEY" ->
                    "the handshake is done but for its first data packet; the way from "
                            + peer.linkAddress()
                            + " loses packets";
            case "INIT", "SENT_HELLO", "UNAUTHENTICATED" -> ofUnanswered(peer);
            default -> "state " + peer.state() + " is not known here";
        };
    }

    private static @Nullable String ofEstablished(PeerLine peer, long nowMs) {
        if (peer.isSuspect()) return silentFor(peer, nowMs) + ", probes get no answer";
        long packets = peer.receivedPackets() + peer.lostPackets();
        if (packets >= PACKETS_TO_JUDGE_BY && peer.lostPackets() > packets * LOSS_WORTH_TELLING)
            return peer.lostPackets() * 100 / packets + " % of its packets get lost on the way";
        return null;
    }

    private static String ofUnanswered(PeerLine peer) {
        if (peer.isIncoming())
            return "it began to connect from " + peer.linkAddress() + " and has not finished";
        if (!hasAddress(peer.linkAddress()))
            return "its name " + peer.linkAddress() + " has no address (yet)";
        if (peer.datagramsIn() > 0)
            return "datagrams come from "
                    + peer.linkAddress()
                    + ", but none proves the configured publicKey; is another node there, or"
                    + " does it not know our password?";
        return "nothing "
                + (peer.datagramsIn() < 0 ? "valid " : "")
                + "comes back from "
                + peer.linkAddress()
                + ": wrong address or port, a firewall, its node does not run, or it does not know"
                + " our password (or we not its publicKey)";
    }

    private static String silentFor(PeerLine peer, long nowMs) {
        return peer.lastMs() <= 0
                ? "never heard"
                : "silent for " + HumanText.duration(nowMs - peer.lastMs());
    }

    /// A host name that has not been resolved stands where the address will.
    private static boolean hasAddress(String linkAddress) {
        try {
            boreas.address.LinkAddress.parse(linkAddress);
            return true;
        } catch (boreas.address.AddressException e) {
            return boreas.address.LinkAddress.mac(linkAddress) != null;
        }
    }
}
