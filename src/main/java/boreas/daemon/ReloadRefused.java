package boreas.daemon;

/// A change of the configuration that cannot be made; nothing has changed. The message is one
/// sentence for the operator, which names the key.
final class ReloadRefused extends Exception {
    private static final long serialVersionUID = 1;

    ReloadRefused(String sentence) {
        super(sentence, null, false, false);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
