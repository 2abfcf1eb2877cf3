package boreas.path.trace;

import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import org.jspecify.annotations.Nullable;

/// One node on a path, as a look at the path found it.
///
/// @param label the path to it, from this node
/// @param key null when nobody said who is there
/// @param knownBy who said it
/// @param version 0 unknown
/// @param scheme by which its switch reads the label
/// @param isSchemeAssumed nobody told the scheme, so the usual one was taken
/// @param exit how the path goes on from here; null at its end, or where the label makes no sense
/// @param pings plain ones
/// @param frameBytes longest ping that came back, which is also the longest IPv6 packet that the
///   path carries up to here; 0 not measured
/// @param isLongestTried nothing longer was tried
/// @param errorCode of a switch error that this hop sent in answer to a probe, see
///   [boreas.wire.SwitchErrorCode]; -1 none came
public record Hop(
        long label,
        @Nullable PublicKey key,
        KnownBy knownBy,
        int version,
        EncodingScheme scheme,
        boolean isSchemeAssumed,
        @Nullable Exit exit,
        Tally pings,
        int frameBytes,
        boolean isLongestTried,
        int errorCode) {
    public enum KnownBy {
        /// It is this node.
        SELF,
        /// It answered a key ping, which anybody on the way could have forged.
        ANSWER,
        /// It did not answer; the routing table has it there.
        TABLE,
        /// It did not answer; whoever asked for the path expects it there.
        ASKER,
        NOBODY
    }

    /// The director that a hop's switch takes from the label.
    ///
    /// @param director its bits
    /// @param form index of the form in the hop's scheme
    /// @param slot the switch interface that it names
    public record Exit(long director, int bits, int form, int slot) {}

    public boolean isAnswering() {
        return knownBy == KnownBy.SELF || knownBy == KnownBy.ANSWER || pings.answered() > 0;
    }
}
