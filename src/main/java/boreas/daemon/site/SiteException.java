package boreas.daemon.site;

/// A site cannot be put into force, or taken out of it: one sentence that says what, why, and what
/// would work.
public final class SiteException extends Exception {
    private static final long serialVersionUID = 1;

    public SiteException(String sentence) {
        super(sentence);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
