package boreas.admin;

import boreas.link.PeerTrouble;
import org.jspecify.annotations.Nullable;

/// Says in words what is probably wrong with a peer, by what a node tells of it.
final class PeerDiagnosis {
    /// Ours: less loss than this is everyday life on the internet.
    private static final double LOSS_WORTH_TELLING = 0.02;

    /// Ours: too few packets tell nothing about loss.
    private static final long PACKETS_TO_JUDGE_BY = 200;

    private PeerDiagnosis() {}

    /// The likely cause, one sentence without a full stop; null for a peer that is well.
    static @Nullable String of(PeerLine peer, long nowMs) {
        var trouble =
                new PeerTrouble(
                        peer.state(),
                        peer.address() == null ? 0 : peer.address().version(),
                        peer.linkAddress(),
                        peer.isIncoming(),
                        peer.isSuspect(),
                        silence(peer, nowMs),
                        peer.datagramsIn(),
                        -1);
        var cause = trouble.cause();
        return cause == null ? loss(peer) : cause;
    }

    private static @Nullable String loss(PeerLine peer) {
        long packets = peer.receivedPackets() + peer.lostPackets();
        if (packets >= PACKETS_TO_JUDGE_BY && peer.lostPackets() > packets * LOSS_WORTH_TELLING)
            return peer.lostPackets() * 100 / packets + " % of its packets get lost on the way";
        return null;
    }

    private static String silence(PeerLine peer, long nowMs) {
        return peer.lastMs() <= 0
                ? "never heard"
                : "silent for " + HumanText.duration(nowMs - peer.lastMs());
    }
}
