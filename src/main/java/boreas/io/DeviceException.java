package boreas.io;

/// A socket or a device cannot be had: one sentence that says which, why, and what would work.
public final class DeviceException extends Exception {
    private static final long serialVersionUID = 1;

    public DeviceException(String sentence) {
        super(sentence);
    }
}
