package boreas.label;

/// A source route in 64 bits, read from the low end.
///
/// Each switch on the way reads and removes its *director* (the encoded number of the interface to
/// send by) at the low end, and puts the bit-reversed director of the interface by which the packet
/// came in at the top. So the part already gone, reversed, is the way back.
///
/// ```
///   A path A -> B -> C as A knows it: 0x153
///
///         terminator   B's director   A's director
///     0...0    1         0101 (if 2)    0011 (if 0)
///
///   at A, from its router   8000000000000015
///   at B, from if 4         9800000000000001
///   at C, from if 0         c980000000000000   reversed: 0x193, the way C -> A
/// ```
///
/// The highest set bit ends the path. Sums of lengths are kept below 60 bits, so that a label on
/// its way always has room for the terminator of the way back. A label is a plain `long`;
/// [#INVALID] stands for "there is no such path". Methods without a scheme speak of labels that
/// begin at *this* node, whose switch uses [EncodingScheme#V358].
public final class Label {
    /// No such path.
    public static final long INVALID = -1L;

    /// The path from a node to itself.
    public static final long SELF = 1;

    /// A path's bits below its terminator, at most.
    static final int MAX_BITS = 59;

    private static final int TEXT_LENGTH = "0000.0000.0000.0000".length();

    private Label() {}

    /// The path to a node that is `goHere` as seen from the far end of `viaHere`; [#INVALID] if it
    /// does not fit.
    public static long splice(long goHere, long viaHere) {
        int viaBits = bits(viaHere);
        if (bits(goHere) + viaBits > MAX_BITS) return INVALID;
        // Bit 0 of goHere lands on the terminator of viaHere: if set, both stand for one bit.
        return ((goHere ^ 1) << viaBits) ^ viaHere;
    }

    /// What is left of `full` for the node at the end of `mid`, which must be a part of it
    /// ([#routesThrough]).
    public static long unsplice(long full, long mid) {
        return full >>> bits(mid);
    }

    /// Whether the way to `destination` begins with the way to `mid`.
    public static boolean routesThrough(long destination, long mid) {
        if (Long.compareUnsigned(mid, destination) > 0) return false;
        if (mid == 0 || mid == SELF) return true;
        return ((destination ^ mid) & ones(bits(mid))) == 0;
    }

    /// Whether two paths leave this node by the same switch interface.
    public static boolean isSameFirstHop(long a, long b) {
        return firstInterface(a) == firstInterface(b);
    }

    /// Number of the switch interface by which a path leaves this node.
    public static int firstInterface(long label) {
        var scheme = EncodingScheme.V358;
        return scheme.decompress(label, scheme.bitsForLabel(label));
    }

    /// The way back that a packet has left behind in its label, or the other way round.
    public static long reverse64(long label) {
        return Long.reverse(label);
    }

    /// Whether the label ends at this node's own router.
    public static boolean isSelf(long label) {
        return EncodingScheme.V358.isSelf(label);
    }

    /// Whether the label ends at a direct neighbour of this node.
    public static boolean isOneHop(long label) {
        return EncodingScheme.V358.isOneHop(label);
    }

    /// The one-hop path by a switch interface of this node.
    public static long ofInterface(int number) {
        var scheme = EncodingScheme.V358;
        int bits = scheme.bitsForNumber(number);
        return scheme.compress(number, bits) | 1L << bits;
    }

    /// Bits below the highest set one; 0 for 0 and 1.
    public static int bits(long label) {
        return label == 0 ? 0 : Long.SIZE - 1 - Long.numberOfLeadingZeros(label);
    }

    /// As people write it: `0000.0000.0000.0013`.
    public static String toText(long label) {
        var text = new StringBuilder(TEXT_LENGTH);
        for (int shift = 60; shift >= 0; shift -= 4) {
            text.append(Character.forDigit((int) (label >>> shift) & 0xf, 16));
            if (shift % 16 == 0 && shift > 0) text.append('.');
        }
        return text.toString();
    }

    /// Reads [#toText]; [#INVALID] if that is not what it is.
    public static long parse(String text) {
        if (text.length() != TEXT_LENGTH) return INVALID;
        long label = 0;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            char c = text.charAt(i);
            if (i % 5 == 4) {
                if (c != '.') return INVALID;
                continue;
            }
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) return INVALID;
            label = label << 4 | digit;
        }
        return label;
    }

    /// The lowest `count` bits set, 0 to 63.
    static long ones(int count) {
        return (1L << count) - 1;
    }
}
