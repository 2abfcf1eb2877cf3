package boreas.admin;

import boreas.env.EventLog.Level;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a node has logged lately, as faces see it, and who may say how much. Calls return at once,
/// from any thread.
///
/// Lines of [#usualLevel] and above are kept, of each source's own level where one was set. The
/// rate limit per cause has been applied, except to `DEBUG`.
public interface KeptLog {
    /// One line.
    ///
    /// @param sequence counts all lines that were kept, from 1, without gaps
    /// @param source the package that speaks, such as `link`
    /// @param text one line for people, perhaps with texts of strangers in it
    record Line(long sequence, long epochMillis, Level level, String source, String text) {}

    /// The kept lines behind this number, the oldest first. A gap between it and the first of them
    /// means that older ones had to go.
    List<Line> after(long sequence);

    /// How many lines of a level there were since the start.
    long lines(Level level);

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
    KeptLog NONE =
            new KeptLog() {
                @Override
                public List<Line> after(long sequence) {
                    return List.of();
                }

                @Override
                public long lines(Level level) {
                    return 0;
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
