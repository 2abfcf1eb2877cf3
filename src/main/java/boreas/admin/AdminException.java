package boreas.admin;

/// Something that the operator can mend, in one sentence: what was asked, what came of it, what
/// would work.
public final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What went wrong, for those who choose an exit status.
    public enum Kind {
        /// Nobody answered: wrong address, or no node.
        NO_ANSWER,
        /// The file that tells where to ask cannot be used.
        NO_SETTINGS,
        /// The node answered and wants another password.
        WRONG_PASSWORD,
        /// The node answered with an error.
        REFUSED,
        /// What was asked for names nothing that there is.
        MISNAMED,
        /// The interface itself could not be set up.
        CANNOT_START
    }

    private final Kind kind;

    public AdminException(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// The sentence.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
