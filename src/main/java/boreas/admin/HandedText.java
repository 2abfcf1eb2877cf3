package boreas.admin;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A text that is longer than a request, handed over in pieces, in order; of several that are
/// handed over at the same time only the last one that began comes to its end. From any thread.
final class HandedText {
    /// Ours: as much as a configuration and a site file may have.
    private static final int BYTES_MAX = 2 << 20;

    private byte[] text = new byte[0];

    /// @param offset 0 begins anew
    /// @return how much is there; below 0 when this is not the next piece, or too much
    synchronized int add(long offset, byte[] piece) {
        if (offset == 0) text = new byte[0];
        if (offset != text.length || text.length + piece.length > BYTES_MAX) return -1;
        int before = text.length;
        text = Arrays.copyOf(text, before + piece.length);
        System.arraycopy(piece, 0, text, before, piece.length);
        return text.length;
    }

    /// Gives the whole, and forgets it: it may hold secrets.
    ///
    /// @param length what the other side believes to have handed over
    /// @return null when it is not that long
    synchronized byte @Nullable [] take(long length) {
        var whole = text;
        text = new byte[0];
        return whole.length == length ? whole : null;
    }
}
