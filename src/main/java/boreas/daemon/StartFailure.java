package boreas.daemon;

/// Why the node cannot run here, in one sentence for the operator: which setting, what was found,
/// what would work.
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1;

    /// A wrong configuration, as the genuine program's configuration phase.
    public static final int CONFIGURATION = 1;

    /// The genuine program aborts when the start fails; a shell shows that as 134.
    public static final int ABORTED = 134;

    private final int exitCode;

    public StartFailure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /// The same of a node whose site is in force by now, and stays so: nothing of it may leave in
    /// clear only because the node does not run.
    StartFailure withSiteInForce() {
        var told =
                new StartFailure(
                        exitCode,
                        getMessage()
                                + "; what was made for the site (devices, routes, firewall) stays in"
                                + " force: 'boreas site down' takes it away");
        told.initCause(this);
        return told;
    }

    public int exitCode() {
        return exitCode;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
