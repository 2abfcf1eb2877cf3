package boreas.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A fixed string of bytes, for records that are handed over. Immutable; equal by content.
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Bytes of(byte... bytes) {
        return new Bytes(bytes.clone());
    }

    /// A copy of a part of a packet.
    public static Bytes of(Packet p, int at, int length) {
        return length == 0 ? EMPTY : new Bytes(p.get(at, length));
    }

    public static Bytes zeros(int length) {
        return new Bytes(new byte[length]);
    }

    public static Bytes ofHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    /// Big endian.
    public static Bytes ofI32(int value) {
        return new Bytes(ByteBuffer.allocate(4).putInt(value).array());
    }

    /// Big endian.
    public static Bytes ofI64(long value) {
        return new Bytes(ByteBuffer.allocate(8).putLong(value).array());
    }

    /// These bytes, then the others.
    public Bytes and(Bytes others) {
        var both = Arrays.copyOf(bytes, bytes.length + others.bytes.length);
        System.arraycopy(others.bytes, 0, both, bytes.length, others.bytes.length);
        return new Bytes(both);
    }

    public int length() {
        return bytes.length;
    }

    /// A copy.
    public byte[] toArray() {
        return bytes.clone();
    }

    public boolean isZero() {
        for (byte b : bytes) if (b != 0) return false;
        return true;
    }

    public Bytes slice(int from, int length) {
        return new Bytes(Arrays.copyOfRange(bytes, from, from + length));
    }

    /// Unsigned.
    public int u8(int at) {
        return bytes[at] & 0xff;
    }

    public int u16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    public int i32(int at) {
        return u16(at) << 16 | u16(at + 2);
    }

    public long i64(int at) {
        return (long) i32(at) << 32 | i32(at + 4) & 0xffffffffL;
    }

    void appendTo(Packet p) {
        p.append(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes b && Arrays.equals(bytes, b.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Hex.
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
