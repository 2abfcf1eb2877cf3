package boreas.wire;

import org.jspecify.annotations.Nullable;

/// The kinds of control frames, and what their frames have to look like. Sizes count from behind
/// the [ControlHeader]. Source: cjdns protocol, control frames; vectors: `switch.json`
/// (`ctrlFrames`).
public enum ControlType {
    /// A switch could not forward, or a node could not open, a packet: number and cause.
    ERROR(2, 0, 20, Integer.MAX_VALUE),
    PING(3, 0x09f91102, 8, Integer.MAX_VALUE),
    PONG(4, 0x9d74e35b, 8, Integer.MAX_VALUE),
    /// Ping that also exchanges public keys.
    KEYPING(5, 0x01234567, 40, 104),
    KEYPONG(6, 0x89abcdef, 40, 104),
    /// "Which supernode do you use, and how do you reach it?"
    GETSNODE_QUERY(7, 0x736e6f71, 56, Integer.MAX_VALUE),
    GETSNODE_REPLY(8, 0x736e6f72, 56, Integer.MAX_VALUE),
    /// "By which path do you reach me?" Its magic is that of [#GETSNODE_QUERY], in all versions.
    RPATH_QUERY(9, 0x736e6f71, 16, Integer.MAX_VALUE),
    RPATH_REPLY(10, 0x736e6f72, 16, Integer.MAX_VALUE),
    /// "From which link address do you see me?" Version 22 and later.
    LLADDR_QUERY(11, 0x6c6c6171, 40, Integer.MAX_VALUE),
    LLADDR_REPLY(12, 0x6c6c6172, 40, Integer.MAX_VALUE);

    private static final ControlType[] BY_NUMBER = new ControlType[13];

    static {
        for (var type : values()) BY_NUMBER[type.number] = type;
    }

    private final int number;
    private final int magic;
    private final int minBody;
    private final int maxBody;

    ControlType(int number, int magic, int minBody, int maxBody) {
        this.number = number;
        this.magic = magic;
        this.minBody = minBody;
        this.maxBody = maxBody;
    }

    public int number() {
        return number;
    }

    /// First 4 bytes of the body; 0 for [#ERROR], which has none.
    public int magic() {
        return magic;
    }

    public int minBody() {
        return minBody;
    }

    public int maxBody() {
        return maxBody;
    }

    /// @return null for a number that no version uses
    public static @Nullable ControlType of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }
}
