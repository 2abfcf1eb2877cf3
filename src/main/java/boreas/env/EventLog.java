package boreas.env;

/// Where a pure core says what happened. The daemon binds it to the log, the simulator to its
/// trace.
public interface EventLog {
    enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /// Ask first where building the text costs something.
    boolean isOn(Level level);

    /// @param source the package that speaks, such as `link`
    void event(Level level, String source, String text);

    /// Says nothing to nobody.
    EventLog SILENT =
            new EventLog() {
                @Override
                public boolean isOn(Level level) {
                    return false;
                }

                @Override
                public void event(Level level, String source, String text) {}
            };
}
