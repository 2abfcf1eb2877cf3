package boreas.wire;

/// IPv6 fragment header, 8 bytes, big endian. Source: RFC 8200, 4.5.
///
/// ```
///       0               1               2               3
///      +---------------+---------------+---------------+-----------+---+-+
///    0 |  next header  |       0       |   offset (8 bytes each)   | 0 |M|
///      +---------------+---------------+---------------+-----------+---+-+
///    4 |                        identification                         |
///      +---------------+---------------+---------------+---------------+
///    M: more fragments follow
/// ```
///
/// A view; ask [#fits] once.
public final class FragmentHeader {
    public static final int SIZE = 8;

    private static final int NEXT_HEADER = 0, UNUSED = 1, OFFSET_MORE = 2, IDENTIFICATION = 4;
    private static final int OFFSET_MASK = 0xfff8;

    private FragmentHeader() {}

    public static boolean fits(Packet p) {
        return p.length() >= SIZE;
    }

    /// Of what is fragmented; only that of the first fragment counts.
    public static int nextHeader(Packet p) {
        return p.u8(NEXT_HEADER);
    }

    /// In bytes, from the first byte behind the fragment header of the first fragment.
    public static int offset(Packet p) {
        return p.u16(OFFSET_MORE) & OFFSET_MASK;
    }

    public static boolean hasMore(Packet p) {
        return (p.u16(OFFSET_MORE) & 1) != 0;
    }

    public static int identification(Packet p) {
        return p.i32(IDENTIFICATION);
    }

    /// Puts the header in front of a part.
    ///
    /// @param offset in bytes, a multiple of 8
    public static void prepend(
            Packet p, int nextHeader, int offset, boolean hasMore, int identification) {
        p.prepend(SIZE);
        p.putU8(NEXT_HEADER, nextHeader);
        p.putU8(UNUSED, 0);
        p.putU16(OFFSET_MORE, offset & OFFSET_MASK | (hasMore ? 1 : 0));
        p.putI32(IDENTIFICATION, identification);
    }
}
