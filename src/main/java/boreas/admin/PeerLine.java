package boreas.admin;

import boreas.address.AddressException;
import boreas.address.NodeAddress;
import boreas.value.Value;
import org.jspecify.annotations.Nullable;

/// One peer as a node describes it: the genuine peer record, and what our own nodes add to it.
///
/// @param address null when the node's text for it cannot be read
/// @param name what the operator, or the password that it used, calls it; may be empty
/// @param state the genuine names, see cjdns protocol, peer state machine
/// @param lastMs when something valid came last, milliseconds since 1970, 0 never
/// @param sinceMs since when it has been in this state, -1 unknown
/// @param rttUs round trip, -1 unknown
/// @param datagramsIn datagrams from its address, valid or not, -1 unknown
record PeerLine(
        @Nullable NodeAddress address,
        String name,
        String linkAddress,
        String state,
        boolean isIncoming,
        boolean isSuspect,
        long lastMs,
        long sinceMs,
        long rttUs,
        long receiveKbps,
        long sendKbps,
        long bytesIn,
        long bytesOut,
        long receivedPackets,
        long lostPackets,
        long datagramsIn,
        Value.Dict record) {
    static PeerLine of(Value.Dict peer) {
        return new PeerLine(
                address(HumanText.of(peer, "addr")),
                HumanText.of(peer, "user"),
                HumanText.of(peer, "lladdr"),
                HumanText.of(peer, "state"),
                peer.number("isIncoming", 0) != 0,
                peer.number("isSuspect", 0) != 0,
                peer.number("last", 0),
                peer.number("since", -1),
                peer.number("rttUs", -1),
                peer.number("recvKbps", 0),
                peer.number("sendKbps", 0),
                peer.number("bytesIn", 0),
                peer.number("bytesOut", 0),
                peer.number("receivedPackets", 0),
                peer.number("lostPackets", 0),
                peer.number("datagramsIn", -1),
                peer);
    }

    boolean isEstablished() {
        return state.equals("ESTABLISHED");
    }

    /// How the operator knows it: its name, else its IPv6 address.
    String title() {
        if (!name.isEmpty()) return name;
        return address == null ? linkAddress : address.ip6().toString();
    }

    private static @Nullable NodeAddress address(String text) {
        try {
            return NodeAddress.parse(text);
        } catch (AddressException e) {
            return null;
        }
    }
}
