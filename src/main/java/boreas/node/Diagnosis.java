package boreas.node;

import boreas.env.Verdict;
import boreas.link.BeaconState;
import boreas.link.PeerState;
import boreas.link.PeerStats;
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

    private Diagnosis() {}

    /// @param datagramsIn from anybody, since the start
    static String of(
            List<PeerStats> peers,
            List<PortInfo> ports,
            long datagramsIn,
            int users,
            Map<Verdict, Long> drops) {
        return NO_NODES + " " + cause(peers, ports, datagramsIn, users, drops);
    }

    private static String cause(
            List<PeerStats> peers,
            List<PortInfo> ports,
            long datagramsIn,
            int users,
            Map<Verdict, Long> drops) {
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
        return called.stream().map(Diagnosis::ofPeer).reduce((a, b) -> a + " " + b).orElse("");
    }

    /// One peer that was called in vain.
    static String ofPeer(PeerStats p) {
        if (p.state() == PeerState.INCOMPATIBLE)
            return p.linkAddress() + " speaks protocol " + p.address().version() + ", too old.";
        if (p.datagramsIn() == 0)
            return p.linkAddress()
                    + " meets "
                    + p.hellosSent()
                    + " hellos with silence: the password, login or publicKey in connectTo is not"
                    + " what it has, or it is down or behind a firewall.";
        if (p.lastNs() == Long.MIN_VALUE)
            return p.linkAddress()
                    + " answers, but nothing it sends can be verified: is the publicKey in"
                    + " connectTo its key?";
        return p.linkAddress() + " was heard before and is silent now.";
    }

    private static String names(List<PeerStats> peers) {
        return String.join(", ", peers.stream().map(PeerStats::linkAddress).toList());
    }
}
