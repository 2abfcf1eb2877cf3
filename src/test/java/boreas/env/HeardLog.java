package boreas.env;

import java.util.function.Consumer;

/// A log that a test listens to, down to the last line.
///
/// @param ear gets a line each: `WARN there is no …`
public record HeardLog(Consumer<String> ear) implements EventLog {
    @Override
    public boolean isOn(Level level) {
        return true;
    }

    @Override
    public void event(Level level, String source, String text) {
        ear.accept(level + " " + text);
    }
}
