package boreas.cryptoauth;

/// The replay window of genuine nodes: 64 bits, moved by their rules. Judges what ours says.
final class GenuineReplayWindow {
    private static final long LOW_HALF = 0xffff_ffffL;

    long bits;
    long base;
    long duplicates;
    long lost;
    long outOfRange;

    boolean accept(long number) {
        if (number < base) {
            outOfRange++;
            return false;
        }
        while (number - base >= Long.SIZE) {
            long by = 32;
            if ((bits & LOW_HALF) != LOW_HALF) {
                by = number - base - 47;
                long leaving = by >= Long.SIZE ? bits : bits & (1L << by) - 1;
                lost += by - Long.bitCount(leaving);
            }
            bits = by >= Long.SIZE ? 0 : bits >>> by;
            base += by;
        }
        long bit = 1L << (number - base);
        if ((bits & bit) != 0) {
            duplicates++;
            return false;
        }
        bits |= bit;
        return true;
    }
}
