package boreas.env;

/// What became of a packet: [#OK], or the name of the reason for which it was dropped.
///
/// A verdict is the way in which a station says "the network sent rubbish": a constant, a counter,
/// no allocation. Each name appears in the counters, in the log and in `docs/drops.md`.
public enum Verdict {
    OK("accepted"),

    // --- any station
    RUNT("shorter than its header"),
    NO_ROOM("no free packet left in this turn"),

    // --- cryptoauth
    NO_SESSION("data for a session that has no key yet"),
    KEY_IN_ESTABLISHED_SESSION("key packet for an established session"),
    WRONG_PUBLIC_KEY("handshake with another permanent key"),
    ADDRESS_RESTRICTED("password is tied to another address"),
    AUTH_REQUIRED("handshake without credentials where some are required"),
    UNKNOWN_CREDENTIALS("handshake with credentials that no user has"),
    STRAY_KEY("key packet that nobody asked for"),
    HANDSHAKE_DECRYPT_FAILED("handshake packet does not decrypt"),
    ZERO_TEMP_KEY("handshake with a temporary key of zeros"),
    INVALID_HANDSHAKE("duplicate or mismatched handshake packet"),
    REPLAY("data packet seen before, or too old for the window"),
    DECRYPT_FAILED("data packet does not decrypt"),
    REPLAYED_HELLO("hello seen before"),
    HANDSHAKE_RATE("more handshakes than the budget allows"),

    // --- link
    UNKNOWN_SENDER("no peer at this address, and not a hello"),
    OWN_KEY("handshake or beacon with our own key"),
    NOT_A_NODE_KEY("public key whose address is not in fc00::/8"),
    INCOMPATIBLE_VERSION("peer of an incompatible protocol version"),
    NOT_ESTABLISHED("traffic for others before the link is established"),
    NO_SLOT("no free switch interface for a new peer"),
    LINK_LOOP("call from an address that this node carries, whose link would run through itself"),
    LINKED_ALREADY("hello of a peer that is well heard where we call it"),
    NO_SUCH_PORT("from a socket or device that was closed"),
    FRAME_VERSION("Ethernet frame of another version"),
    FRAME_LENGTH("Ethernet frame shorter than it says, or than its header"),
    FRAME_MAGIC("Ethernet frame without the mark of this protocol"),
    NOT_A_BEACON("broadcast that is no beacon"),
    BEACONS_OFF("beacon where beacons are switched off"),
    BEACON_RATE("beacons of more new neighbours than the budget allows"),
    BEACON_OTHER_KEY("beacon with another key than the neighbour at this address has"),

    // --- switching
    MALFORMED_LABEL("label names no interface, or not in this form"),
    RETURN_PATH_INVALID("label leaves no room for the way back"),
    LABEL_EXHAUSTED("label shift over 63"),
    BAD_CHECKSUM("checksum is wrong"),
    BAD_CONTROL_FRAME("control frame of unknown type, wrong magic or wrong length"),
    UNASKED("answer to a question that was not asked"),

    // --- session
    UNKNOWN_HANDLE("data for an unknown session handle"),
    BAD_HANDLE("number that cannot be a session handle, or handshake behind one"),
    NOT_DHT_IN_HANDSHAKE("content other than routing messages inside a handshake"),
    UNKNOWN_CONTENT("content type that nobody handles"),
    NO_PATH("no path to the destination"),
    HELD_PACKET_REPLACED("held back for a path, then replaced by a newer packet"),
    HELD_PACKET_EXPIRED("held back for a path that did not come"),

    // --- inside
    BAD_SOURCE("packet from the tun device with a source that is not this node"),
    BAD_DESTINATION("packet from the tun device for an address outside fc00::/8"),
    NOT_IP6("packet from the tun device that is not IPv6"),
    UNREGISTERED_TAP("packet for fc00::1 from a program that has not registered its port"),
    BAD_TAP_MESSAGE("packet for fc00::1 that cannot be read, or does not say what its kind needs"),
    DEAF_TAP("a program that registered its port for copies does not listen there any more"),
    UNKNOWN_TUN("packet from a tun device that nobody here asked for"),
    TOO_BIG("packet from the tun device larger than the path carries"),
    BAD_TUNNEL_HEADER("header around a tunnelled packet that cannot be read, or forbids to go on"),
    BAD_INNER("tunnelled packet, or one for a tunnel, that is cut short or neither IPv4 nor IPv6"),
    TUNNEL_LIMIT("packet whose encapsulation limit forbids a further tunnel"),
    ENTRY_SOURCE("packet for a tunnel with a source that is not of this site"),
    ENTRY_DESTINATION("packet for a tunnel to an address that is not behind it"),
    EXIT_SOURCE("packet out of a tunnel with a source that is not of the site behind it"),
    EXIT_DESTINATION("packet out of a tunnel for an address that is not of this site"),
    TUNNEL_ERROR("error about a tunnelled packet that says nothing to the packet's sender"),
    FRAGMENT_MISFIT("fragment of a length or at a place that no packet has"),
    FRAGMENT_OVERLAP("fragment of a packet whose parts overlap or contradict each other"),
    FRAGMENT_EXPIRED("packet whose other fragments did not come"),
    BAD_ROUTING_MESSAGE("routing message that cannot be read"),
    LABEL_TOO_LONG("node that was told of, and whose label does not fit into 64 bits from here"),

    // --- drivers
    FOREIGN_FRAME("Ethernet frame for another host, or from an address that nobody can have"),
    BEACON_FROM_AFAR("UDP beacon from an address outside the networks of our devices"),
    OVERSIZE(
            "datagram longer than any node sends, or frame longer than the Ethernet device carries"),
    STANDING_QUEUE("a flow has kept its queue filled for too long, and must slow down"),
    LINK_FULL("the line takes less than there is to send"),
    BAD_OFFLOAD("packet of a tun device whose offload header does not go with it"),
    SEND_FAILED("the kernel refused to send it");

    private final String meaning;

    Verdict(String meaning) {
        this.meaning = meaning;
    }

    /// One clause for people.
    public String meaning() {
        return meaning;
    }
}
