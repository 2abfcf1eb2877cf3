package boreas.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// One packet on its way: a window onto a slot of native memory, with head room in front and tail
/// room behind. Stations move the window's edges; none copies.
///
/// ```
///   0            start                     end          CAPACITY
///   |  head room |  the packet as it is now |  tail room |
/// ```
///
/// A packet belongs to the *turn* in which it appeared: it lives until the driver's flush, which
/// ends the turn. Whoever wants to keep its bytes longer copies them ([#toArray]). Offsets in all
/// methods count from the window's start. All numbers are big endian. Owned by the data loop.
public final class Packet {
    /// In front of a fresh packet. Covers the deepest stack that a node puts before its content:
    /// link handshake 120 + switch header 12 + inner handshake 120 + handle 4 + data header 4, and
    /// a tun driver's own header.
    public static final int HEADROOM = 320;

    /// Bytes of one slot. The longest datagram that genuine nodes read is 3496.
    public static final int CAPACITY = 4096;

    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt I32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong I64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment memory;
    private int start = HEADROOM;
    private int end = HEADROOM;

    /// Link port (UDP socket or Ethernet device) by which it came or leaves.
    public int port;

    /// Link address it came from or goes to: an IPv6 address, an IPv4 address as `::ffff:a.b.c.d`,
    /// or a MAC in the low 48 bits of `linkLo`. See [boreas.address.LinkAddress].
    public long linkHi, linkLo;

    /// UDP port of the link address, 0 for Ethernet.
    public int linkUdpPort;

    /// It came as a broadcast or multicast of the link.
    public boolean isBroadcast;

    /// @param memory a slot of [#CAPACITY] native bytes
    public Packet(MemorySegment memory) {
        if (memory.byteSize() != CAPACITY)
            throw new IllegalArgumentException("slot of " + memory.byteSize() + " bytes");
        this.memory = memory;
    }

    /// The whole slot; for drivers and ciphers, which need an address. Use with [#start].
    public MemorySegment memory() {
        return memory;
    }

    public int start() {
        return start;
    }

    public int length() {
        return end - start;
    }

    /// Empties the packet and leaves `headroom` bytes in front of it.
    public Packet clear(int headroom) {
        start = end = headroom;
        return this;
    }

    /// Empties the packet with the usual head room.
    public Packet clear() {
        return clear(HEADROOM);
    }

    /// Sets the window after a driver has filled the slot.
    public void setWindow(int start, int length) {
        if (start < 0 || length < 0 || start + length > CAPACITY)
            throw new IndexOutOfBoundsException("window " + start + "+" + length);
        this.start = start;
        this.end = start + length;
    }

    /// Grows the window to the front; the new bytes are as they were.
    public void prepend(int bytes) {
        setWindow(start - bytes, length() + bytes);
    }

    /// Cuts bytes off the front.
    public void dropFront(int bytes) {
        if (bytes > length()) throw new IndexOutOfBoundsException(bytes + " of " + length());
        start += bytes;
    }

    /// Grows the window at the end; the new bytes are as they were.
    public void extend(int bytes) {
        setWindow(start, length() + bytes);
    }

    /// Cuts the packet to its first bytes.
    public void truncate(int length) {
        if (length > length()) throw new IndexOutOfBoundsException(length + " of " + length());
        end = start + length;
    }

    public int headroom() {
        return start;
    }

    public int tailroom() {
        return CAPACITY - end;
    }

    public int u8(int at) {
        return memory.get(ValueLayout.JAVA_BYTE, at(at, 1)) & 0xff;
    }

    public int u16(int at) {
        return memory.get(U16, at(at, 2)) & 0xffff;
    }

    public int i32(int at) {
        return memory.get(I32, at(at, 4));
    }

    public long u32(int at) {
        return i32(at) & 0xffffffffL;
    }

    public long i64(int at) {
        return memory.get(I64, at(at, 8));
    }

    public void putU8(int at, int value) {
        memory.set(ValueLayout.JAVA_BYTE, at(at, 1), (byte) value);
    }

    public void putU16(int at, int value) {
        memory.set(U16, at(at, 2), (short) value);
    }

    public void putI32(int at, int value) {
        memory.set(I32, at(at, 4), value);
    }

    public void putI64(int at, long value) {
        memory.set(I64, at(at, 8), value);
    }

    public void get(int at, byte[] into, int offset, int length) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at(at, length), into, offset, length);
    }

    public byte[] get(int at, int length) {
        var b = new byte[length];
        get(at, b, 0, length);
        return b;
    }

    public void put(int at, byte[] from, int offset, int length) {
        MemorySegment.copy(from, offset, memory, ValueLayout.JAVA_BYTE, at(at, length), length);
    }

    public void put(int at, byte[] from) {
        put(at, from, 0, from.length);
    }

    public void putZeros(int at, int length) {
        memory.asSlice(at(at, length), length).fill((byte) 0);
    }

    public Packet append(byte[] bytes) {
        int at = length();
        extend(bytes.length);
        put(at, bytes);
        return this;
    }

    public Packet appendI32(int value) {
        extend(4);
        putI32(length() - 4, value);
        return this;
    }

    public Packet appendI64(long value) {
        extend(8);
        putI64(length() - 8, value);
        return this;
    }

    /// Takes over another packet's bytes and link address, keeping this packet's head room.
    public Packet copyFrom(Packet other) {
        setWindow(start, other.length());
        MemorySegment.copy(other.memory, other.start, memory, start, other.length());
        port = other.port;
        linkHi = other.linkHi;
        linkLo = other.linkLo;
        linkUdpPort = other.linkUdpPort;
        isBroadcast = other.isBroadcast;
        return this;
    }

    /// Copies a part of another packet into this one's window.
    public void copyFrom(Packet other, int from, int to, int length) {
        MemorySegment.copy(other.memory, other.at(from, length), memory, at(to, length), length);
    }

    public byte[] toArray() {
        return get(0, length());
    }

    private long at(int at, int size) {
        if (at < 0 || at + size > end - start)
            throw new IndexOutOfBoundsException(
                    "bytes " + at + "+" + size + " of a packet of " + (end - start));
        return (long) start + at;
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(toArray());
    }
}
