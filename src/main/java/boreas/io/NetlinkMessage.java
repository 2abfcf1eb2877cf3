package boreas.io;

import boreas.address.Ip6;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// One request of rtnetlink(7) under construction: a header, a structure, attributes.
///
/// ```
///   nlmsghdr, 16 bytes (netlink(7))              rtattr, 4 bytes (rtnetlink(7))
///    0  u32 length of all                         0  u16 length, header included
///    4  u16 type                                  2  u16 type
///    6  u16 flags                                 4  value, padded to 4 bytes
///    8  u32 sequence number
///   12  u32 port, 0 to the kernel
/// ```
///
/// All in native byte order, addresses excepted.
final class NetlinkMessage {
    static final int HEADER_BYTES = 16;

    // linux/netlink.h
    static final short NLM_F_REQUEST = 1;
    static final short NLM_F_ACK = 4;
    static final short NLM_F_REPLACE = 0x100;
    static final short NLM_F_EXCL = 0x200;
    static final short NLM_F_CREATE = 0x400;

    private static final int CAPACITY = 256;

    private final MemorySegment memory;
    private int length = HEADER_BYTES;

    NetlinkMessage(Arena arena, int type, int flags, int sequence) {
        memory = arena.allocate(CAPACITY, 8);
        memory.set(ValueLayout.JAVA_SHORT, 4, (short) type);
        memory.set(ValueLayout.JAVA_SHORT, 6, (short) (flags | NLM_F_REQUEST | NLM_F_ACK));
        memory.set(ValueLayout.JAVA_INT, 8, sequence);
    }

    NetlinkMessage bytes(int... values) {
        for (int v : values) memory.set(ValueLayout.JAVA_BYTE, length++, (byte) v);
        return this;
    }

    NetlinkMessage ints(int... values) {
        for (int v : values) {
            memory.set(ValueLayout.JAVA_INT, length, v);
            length += 4;
        }
        return this;
    }

    NetlinkMessage attribute(int type, int value) {
        return attributeHeader(type, 4).ints(value);
    }

    NetlinkMessage attribute(int type, Ip6 address) {
        attributeHeader(type, Ip6.BYTES);
        for (byte b : address.bytes()) bytes(b);
        return this;
    }

    /// Text with its final zero.
    NetlinkMessage attribute(int type, String text) {
        var value = text.getBytes(StandardCharsets.UTF_8);
        attributeHeader(type, value.length + 1);
        for (byte b : value) bytes(b);
        bytes(0);
        return padded();
    }

    NetlinkMessage attributeOfByte(int type, int value) {
        return attributeHeader(type, 1).bytes(value).padded();
    }

    /// An IPv4 address by its 32 bits.
    NetlinkMessage attributeIp4(int type, int bits) {
        return attributeHeader(type, 4).bytes(bits >>> 24, bits >>> 16, bits >>> 8, bits);
    }

    /// Opens an attribute that consists of attributes. @return for [#close]
    int open(int type) {
        attributeHeader(type, 0);
        return length - 4;
    }

    NetlinkMessage close(int opened) {
        memory.set(ValueLayout.JAVA_SHORT, opened, (short) (length - opened));
        return this;
    }

    private NetlinkMessage padded() {
        while ((length & 3) != 0) bytes(0);
        return this;
    }

    private NetlinkMessage attributeHeader(int type, int valueBytes) {
        memory.set(ValueLayout.JAVA_SHORT, length, (short) (4 + valueBytes));
        memory.set(ValueLayout.JAVA_SHORT, length + 2, (short) type);
        length += 4;
        return this;
    }

    /// The finished request.
    MemorySegment segment() {
        memory.set(ValueLayout.JAVA_INT, 0, length);
        return memory.asSlice(0, length);
    }
}
