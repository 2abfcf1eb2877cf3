package boreas.address;

import java.io.Serial;

/// Text that a person gave is no key or address; the message is one sentence without the text
/// itself. Key parsing uses the words of genuine nodes, because admin clients compare them.
public final class AddressException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final int index;

    public AddressException(String message) {
        this(message, -1);
    }

    /// @param index of the first wrong character, -1 when no single character is wrong
    public AddressException(String message, int index) {
        super(message, null, false, false);
        this.index = index;
    }

    /// Index of the first wrong character in the text that was parsed, -1 when no single character
    /// is to blame.
    public int index() {
        return index;
    }
}
