package boreas.cli;

/// The last catch of each command: whatever went wrong is one line on stderr, never a stack trace.
final class Faults {
    /// sysexits(3): our own fault.
    private static final int SOFTWARE = 70;

    private Faults() {}

    interface Command {
        int run() throws Exception;
    }

    static int guard(String program, Command command) {
        try {
            return command.run();
        } catch (Exception | Error fault) {
            System.err.println(program + ": " + sentence(fault));
            return SOFTWARE;
        }
    }

    /// What happened, and where in our code; enough for a report.
    static String sentence(Throwable fault) {
        var text = new StringBuilder("internal fault: ").append(fault);
        for (var frame : fault.getStackTrace())
            if (frame.getClassName().startsWith("boreas.")) {
                text.append(" at ").append(frame);
                break;
            }
        return text.toString().replaceAll("\\s*\\R\\s*", " ");
    }
}
