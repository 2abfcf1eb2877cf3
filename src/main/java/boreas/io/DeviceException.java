package boreas.io;

/// A socket or a device cannot be had: one sentence that says which, why, and what would work.
public final class DeviceException extends Exception {
    private static final long serialVersionUID = 1;

    private final int errno;

    public DeviceException(String sentence) {
        this(sentence, 0);
    }

    /// @param errno by which the kernel refused, see [boreas.ffm.Errno]
    public DeviceException(String sentence, int errno) {
        super(sentence);
        this.errno = errno;
    }

    /// 0 when it was not the kernel.
    public int errno() {
        return errno;
    }
}
