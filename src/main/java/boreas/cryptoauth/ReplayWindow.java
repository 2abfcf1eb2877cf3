package boreas.cryptoauth;

import java.util.Arrays;

/// Which data packets have come already: RFC 6479's idea, a ring of bits below the highest number.
///
/// Genuine nodes have 64 bits; a path with several ways or a burst from an offloading sender
/// reorders by more than that, so this one is wider. It never refuses a number within the window
/// that was not seen. The next number costs one word, a leap over n numbers some n / 64 words, all
/// 128 of them at most.
///
/// Most conversations are a few routing messages, and of the handshakes that strangers provoke most
/// never carry data: the ring begins with nothing, and gets its whole width with the first number
/// that does not fit into a small one. Until then nothing has been forgotten, so nothing is lost.
final class ReplayWindow {
    /// Numbers that are told apart, counted down from the highest. When traffic moves from a path
    /// to one that is faster by 75 ms, 20,000 packets a second make 1500 late ones. At a gigabit a
    /// second, 8192 packets of 1300 bytes are 80 milliseconds of reordering.
    static final int BITS = 8192;

    /// As wide as that for the first numbers of a conversation.
    static final int NARROW_BITS = 256;

    private static final long[] NOTHING = {};

    private long[] ring = NOTHING;

    /// One above the highest number seen; 0 when nothing was.
    private long top;

    private long lowest;
    private long received;
    private long duplicates;
    private long outOfRange;

    static {
        assert Integer.bitCount(BITS) == 1 && Integer.bitCount(NARROW_BITS) == 1;
    }

    /// Asked about authentic packets only. Remembers the number.
    ///
    /// @param number unsigned 32 bits
    /// @return false when it came before or is too old to know
    boolean accept(long number) {
        if (number < top - BITS) {
            outOfRange++;
            return false;
        }
        if (number >= top) {
            if (number >= bits()) widen(number);
            makeRoom(number);
            top = number + 1;
        } else if ((ring[word(number)] & bit(number)) != 0) {
            duplicates++;
            return false;
        }
        ring[word(number)] |= bit(number);
        lowest = received++ == 0 ? number : Math.min(lowest, number);
        return true;
    }

    private void widen(long number) {
        if (bits() == BITS) return;
        ring = Arrays.copyOf(ring, (number < NARROW_BITS ? NARROW_BITS : BITS) / Long.SIZE);
    }

    /// How many numbers there is room for by now.
    int bits() {
        return ring.length * Long.SIZE;
    }

    /// Forgets the numbers whose places are those from the top to the new one: bit by bit at the
    /// ends, word by word between them.
    private void makeRoom(long number) {
        if (number - top >= BITS) {
            Arrays.fill(ring, 0);
            return;
        }
        long i = top;
        for (; i <= number && i % Long.SIZE != 0; i++) ring[word(i)] &= ~bit(i);
        for (; i + Long.SIZE <= number + 1; i += Long.SIZE) ring[word(i)] = 0;
        for (; i <= number; i++) ring[word(i)] &= ~bit(i);
    }

    /// Forgets everything.
    void clear() {
        ring = NOTHING;
        top = lowest = received = duplicates = outOfRange = 0;
    }

    SessionCounters counters() {
        long lost = received == 0 ? 0 : top - lowest - received;
        return new SessionCounters(received, lost, duplicates, outOfRange);
    }

    private int word(long number) {
        return (int) (number / Long.SIZE) & ring.length - 1;
    }

    private static long bit(long number) {
        return 1L << number; // Java takes the low six bits
    }
}
