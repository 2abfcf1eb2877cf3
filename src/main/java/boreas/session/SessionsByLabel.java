package boreas.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Which sessions keep a path: for errors, which anybody can send at any rate, so that one costs no
/// walk over all sessions.
///
/// A label leads to one node, so two sessions share one only while a node has changed its place, or
/// somebody lies. However many do, [#HEARD_MAX] hear of an error; the others find out by silence.
final class SessionsByLabel {
    static final int HEARD_MAX = 16;

    private static final Session[] NONE = {};

    /// Arrays that are never changed, so that a visitor may change what is kept.
    private final Map<Long, Session[]> sessions = new HashMap<>();

    void add(long label, Session session) {
        var before = sessions.getOrDefault(label, NONE);
        var after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = session;
        sessions.put(label, after);
    }

    /// Does nothing when it is not there.
    void remove(long label, Session session) {
        var before = sessions.getOrDefault(label, NONE);
        var after = Arrays.stream(before).filter(s -> s != session).toArray(Session[]::new);
        if (after.length == 0) sessions.remove(label);
        else sessions.put(label, after);
    }

    void forEach(long label, Consumer<Session> visitor) {
        var concerned = sessions.getOrDefault(label, NONE);
        for (int i = 0; i < Math.min(concerned.length, HEARD_MAX); i++)
            visitor.accept(concerned[i]);
    }

    /// Labels that are kept.
    int size() {
        return sessions.size();
    }
}
