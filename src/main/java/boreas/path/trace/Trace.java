package boreas.path.trace;

import java.util.List;

/// What a look at a path brought.
///
/// @param label the path
/// @param hops this node first
/// @param session pings of the far end inside its session: the only answers here that nobody can
///   forge; nothing sent when it is not known who is there
/// @param ending how it stands with the path
/// @param brokenAt index of the hop behind which the trouble is; -1 when there is none
/// @param isCutShort there was not time enough for everything
public record Trace(
        long label,
        List<Hop> hops,
        Tally session,
        Ending ending,
        int brokenAt,
        boolean isCutShort) {
    public Trace {
        hops = List.copyOf(hops);
    }

    public enum Ending {
        /// The far end answers.
        WHOLE,
        /// Nothing answers behind a hop.
        SILENCE,
        /// A hop's switch has nothing in the slot that the path names.
        NO_LINK,
        /// A hop's switch cannot take the label for another reason, see its error code.
        REFUSED,
        /// The label makes no sense in a hop's scheme.
        MISFIT,
        /// Somebody else than expected is at the end.
        OTHER_NODE,
        /// The far end's switch answers, its router inside the session does not.
        NO_SESSION
    }

    public Hop end() {
        return hops.getLast();
    }
}
