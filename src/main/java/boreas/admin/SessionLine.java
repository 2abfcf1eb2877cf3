package boreas.admin;

import boreas.address.AddressException;
import boreas.address.NodeAddress;
import boreas.label.Label;
import boreas.value.Value;

/// One end-to-end session as a node describes it: the genuine session record, and what our own
/// nodes add to it.
///
/// @param state the genuine names
/// @param path label in use, empty without one
/// @param paths how many there are, -1 unknown
/// @param rttUs -1 unknown
/// @param lastInMs when something authentic came, milliseconds since 1970, 0 never, -1 unknown
/// @param lastUseMs when traffic of a user was last sent, 0 never
record SessionLine(
        String ip6,
        String key,
        String state,
        int version,
        String path,
        long paths,
        boolean isSuspect,
        long rttUs,
        long bytesIn,
        long bytesOut,
        long receivedPackets,
        long lostPackets,
        long lastInMs,
        long lastUseMs,
        Value.Dict record) {
    static SessionLine of(Value.Dict session) {
        String key = "", path = "";
        int version = 0;
        try {
            var address = NodeAddress.parse(HumanText.of(session, "addr"));
            key = address.key().toString();
            version = address.version();
            path = address.label() == 0 ? "" : Label.toText(address.label());
        } catch (AddressException _) {
            // Then there is only what else it says.
        }
        return new SessionLine(
                HumanText.of(session, "ip6"),
                key,
                HumanText.of(session, "state"),
                version,
                path,
                session.number("paths", -1),
                session.number("isSuspect", 0) != 0,
                session.number("rttUs", -1),
                session.number("bytesIn", -1),
                session.number("bytesOut", -1),
                session.number("receivedPackets", 0),
                session.number("lostPackets", 0),
                session.number("lastIn", -1),
                session.number("timeOfLastUsage", 0),
                session);
    }

    boolean isEstablished() {
        return state.equals("ESTABLISHED");
    }
}
