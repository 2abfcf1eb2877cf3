package boreas.admin;

import boreas.env.EventLog.Level;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a node has logged lately and what it logs now, as faces see it. Calls return at once, from
/// any thread.
///
/// Lines of [#usualLevel] and above are kept, of each source's own level where one was set; a
/// listener hears what it asked for, whether it is kept or not. The rate limit per cause has been
/// applied, except to `DEBUG`.
public interface LogFeed {
    /// One line.
    ///
    /// @param sequence counts all lines that were kept, from 1, without gaps; 0 of a line that only
    ///   listeners hear
    /// @param source the package that speaks, such as `link`
    /// @param text one line for people, perhaps with texts of strangers in it
    record Line(long sequence, long epochMillis, Level level, String source, String text) {}

    /// The kept lines behind this number, the oldest first. A gap between it and the first of them
    /// means that older ones had to go.
    List<Line> after(long sequence);

    /// Calls a listener with each line of this level and above, until the handle is closed. It is
    /// called by the thread that logs, often the data loop: it must hand the line on and return,
    /// and must not log.
    Handle listen(Level lowest, Consumer<Line> listener);

    /// Ends a listener; a second time does nothing.
    @FunctionalInterface
    interface Handle extends AutoCloseable {
        @Override
        void close();
    }

    /// Whoever may speak: the names that have a level.
    List<String> sources();

    /// The level of whoever has none of its own.
    Level usualLevel();

    /// Levels that were set, by source.
    Map<String, Level> levels();

    /// Sets the level of a source, of the log and of what is kept.
    ///
    /// @param source null: of all that have none of their own
    /// @param level null: the usual one again, which for all is that of the start
    /// @return false when there is no such source
    boolean setLevel(@Nullable String source, @Nullable Level level);

    /// Of a program that keeps no log.
    LogFeed NONE =
            new LogFeed() {
                @Override
                public List<Line> after(long sequence) {
                    return List.of();
                }

                @Override
                public Handle listen(Level lowest, Consumer<Line> listener) {
                    return () -> {};
                }

                @Override
                public List<String> sources() {
                    return List.of();
                }

                @Override
                public Level usualLevel() {
                    return Level.INFO;
                }

                @Override
                public Map<String, Level> levels() {
                    return Map.of();
                }

                @Override
                public boolean setLevel(@Nullable String source, @Nullable Level level) {
                    return false;
                }
            };
}
