package boreas.wire;

/// Numbers of ERROR control frames, and their names. Switches send [#MALFORMED_ADDRESS] and
/// [#RETURN_PATH_INVALID], sessions [#AUTHENTICATION]; the others are reserved. A number comes from
/// the network, so it stays an `int`. Source: cjdns protocol, error packets.
public final class SwitchErrorCode {
    public static final int MALFORMED_ADDRESS = 1,
            AUTHENTICATION = 6,
            UNDELIVERABLE = 8,
            LOOP_ROUTE = 9,
            RETURN_PATH_INVALID = 10;

    private static final String[] NAMES = {
        "none",
        "malformed address",
        "flood",
        "link limit exceeded",
        "oversize message",
        "runt",
        "authentication",
        "invalid",
        "undeliverable",
        "loop route",
        "return path invalid",
        "unhandled",
        "overflow",
        "internal"
    };

    private SwitchErrorCode() {}

    /// For people; the number itself if it has no name.
    public static String name(int code) {
        return code >= 0 && code < NAMES.length ? NAMES[code] : "error " + code;
    }
}
