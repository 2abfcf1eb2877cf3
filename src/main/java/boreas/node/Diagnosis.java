package boreas.node;

import boreas.env.Verdict;
import boreas.link.BeaconState;
import boreas.link.PeerStats;
import boreas.link.PeerTrouble;
import boreas.link.PortInfo;
import java.util.List;
import java.util.Map;

/// Says in words an operator can act on why a node has nobody to talk to.
///
/// The first sentence is the genuine program's, which people search for; the rest is the likely
/// cause, judged by what was heard: nothing from anybody, nothing from this peer, or something that
/// does not fit.
final class Diagnosis {
    static final String NO_NODES =
            "No nodes in routing table, check network connection and configuration.";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Diagnosis() {}

    /// @param datagramsIn from anybody, since the start
    static String of(
            List<PeerStats> peers,
            List<PortInfo> ports,
            long datagramsIn,
            int users,
            Map<Verdict, Long> drops,
            long nowNs) {
        return NO_NODES + " " + cause(peers, ports, datagramsIn, users, drops, nowNs);
    }

    private static String cause(
            List<PeerStats> peers,
            List<PortInfo> ports,
            long datagramsIn,
            int users,
            Map<Verdict, Long> drops,
            long nowNs) {
        long strangers = drops.getOrDefault(Verdict.UNKNOWN_CREDENTIALS, 0L);
        var called = peers.stream().filter(p -> !p.isIncoming()).toList();
        var listening = ports.stream().filter(p -> p.beacon() != BeaconState.OFF).toList();
        if (called.isEmpty() && strangers == 0 && !listening.isEmpty())
            return "Nobody is called (connectTo is empty), and no neighbour came by beacons on "
                    + String.join(", ", listening.stream().map(PortInfo::name).toList())
                    + ": another node on the same segment must send them (beacon 2), on UDP with"
                    + " the same beaconPort.";
        if (called.isEmpty()) {
            if (strangers > 0)
                return "Nobody is called (connectTo is empty), and "
                        + strangers
                        + " hellos came with a password that is not in authorizedPasswords.";
            if (users == 0)
                return "Nobody is called (connectTo is empty) and nobody may call"
                        + " (authorizedPasswords is empty).";
            return "Nobody is called (connectTo is empty), and nobody has called yet: give another"
                    + " node this one's address, public key and a password.";
        }
        if (datagramsIn == 0)
            return "Nothing was received at all: a firewall drops UDP, or the address or port in"
                    + " connectTo is wrong, or nothing runs there: "
                    + names(called)
                    + ".";
        return called.stream().map(p -> ofPeer(p, nowNs)).reduce((a, b) -> a + " " + b).orElse("");
    }

    /// One peer that was called in vain.
    private static String ofPeer(PeerStats p, long nowNs) {
        var trouble =
                new PeerTrouble(
                        p.state().name(),
                        p.address().version(),
                        p.linkAddress(),
                        p.isIncoming(),
                        p.isSuspect(),
                        p.lastNs() == Long.MIN_VALUE
                                ? "never heard"
                                : "silent for " + (nowNs - p.lastNs()) / NANOS_PER_SECOND + " s",
                        p.datagramsIn(),
                        p.hellosSent());
        var cause = trouble.cause();
        return (p.user() == null ? p.linkAddress() : p.user())
                + ": "
                + (cause == null ? "is well" : cause)
                + ".";
    }

    private static String names(List<PeerStats> peers) {
        return String.join(", ", peers.stream().map(PeerStats::linkAddress).toList());
    }
}
