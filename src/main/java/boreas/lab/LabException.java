package boreas.lab;

/// Something outside did not do what the laboratory needs: one sentence for the operator.
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LabException(String sentence) {
        super(sentence);
    }

    public LabException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
