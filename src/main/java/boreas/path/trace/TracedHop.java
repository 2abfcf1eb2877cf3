package boreas.path.trace;

import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.path.trace.Hop.Exit;
import boreas.path.trace.Hop.KnownBy;
import org.jspecify.annotations.Nullable;

/// A hop while it is being looked at.
final class TracedHop {
    final long label;
    @Nullable PublicKey key;
    KnownBy knownBy = KnownBy.NOBODY;
    int version;
    @Nullable EncodingScheme scheme;
    @Nullable Exit exit;
    Tally pings = Tally.NOTHING;
    int frameBytes;
    boolean isLongestTried;
    int errorCode = -1;

    TracedHop(long label) {
        this.label = label;
    }

    boolean isAnswering() {
        return knownBy == KnownBy.SELF || knownBy == KnownBy.ANSWER || pings.answered() > 0;
    }

    /// What the path looks like from here.
    long restOf(long path) {
        return Label.unsplice(path, label);
    }

    /// Cuts the next director off the path, by this hop's scheme.
    ///
    /// @return the next hop; null when the path does not fit the scheme: it ends within a director,
    ///   or names this node's own router before its end
    @Nullable TracedHop cut(long path) {
        var scheme = schemeOrUsual();
        long rest = restOf(path);
        int bits = scheme.bitsForLabel(rest);
        if (bits < 0 || bits > Label.bits(rest) || scheme.isSelf(rest)) return null;
        long director = rest & ((1L << bits) - 1);
        exit = new Exit(director, bits, scheme.formOf(rest), scheme.decompress(rest));
        int upTo = Label.bits(label) + bits;
        return new TracedHop(path & ((1L << upTo) - 1) | 1L << upTo);
    }

    private EncodingScheme schemeOrUsual() {
        return scheme == null ? EncodingScheme.V358 : scheme;
    }

    Hop toHop() {
        return new Hop(
                label,
                key,
                knownBy,
                version,
                schemeOrUsual(),
                scheme == null,
                exit,
                pings,
                frameBytes,
                isLongestTried,
                errorCode);
    }
}
