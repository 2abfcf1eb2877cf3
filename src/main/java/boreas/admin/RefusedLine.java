package boreas.admin;

import boreas.env.Verdict;
import boreas.value.Value;

/// Somebody whom a node did not let in, as `boreas peers` shows it.
///
/// @param ip6 what its key claims; nothing proves it
/// @param reason name of the verdict
/// @param lastMs when it tried last, milliseconds since 1970
record RefusedLine(
        String linkAddress, String ip6, String reason, long count, long lastMs, Value.Dict record) {
    static RefusedLine of(Value.Dict caller) {
        return new RefusedLine(
                HumanText.of(caller, "lladdr"),
                HumanText.of(caller, "ip6"),
                HumanText.of(caller, "reason"),
                caller.number("count", 0),
                caller.number("last", 0),
                caller);
    }

    /// One sentence: who, when, and what to do.
    String toSentence(long nowMs) {
        return "refused %s at %s, %d times, %s ago: %s"
                .formatted(ip6, linkAddress, count, HumanText.duration(nowMs - lastMs), cause());
    }

    private String cause() {
        if (reason.equals(Verdict.UNKNOWN_CREDENTIALS.name()))
            return "the password or login in its connectTo is not in authorizedPasswords here, or it"
                    + " means another node and has a wrong address or port for it";
        if (reason.equals(Verdict.HANDSHAKE_DECRYPT_FAILED.name()))
            return "its login is known here, but its password is not, or it takes us for another"
                    + " publicKey";
        if (reason.equals(Verdict.ADDRESS_RESTRICTED.name()))
            return "its password is tied to another ipv6 in authorizedPasswords here";
        return reason;
    }
}
