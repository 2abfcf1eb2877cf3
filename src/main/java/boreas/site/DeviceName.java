package boreas.site;

import org.jspecify.annotations.Nullable;

/// The kernel's rule for names of network devices, and ours: what needs no quoting anywhere.
final class DeviceName {
    /// IFNAMSIZ without the final zero.
    static final int BYTES_MAX = 15;

    private DeviceName() {}

    /// What is wrong with a name, as a clause; null when it is one.
    static @Nullable String fault(String name) {
        if (name.isEmpty()) return "a device needs a name";
        if (name.length() > BYTES_MAX)
            return "it has %d characters, and a device's name at most %d"
                    .formatted(name.length(), BYTES_MAX);
        if (name.equals("lo") || name.equals("all") || name.equals("default"))
            return "that name has a meaning of its own";
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isGood =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || i > 0 && (c == '-' || c == '_' || c == '.');
            if (!isGood) return "'" + c + "' cannot stand there";
        }
        return null;
    }
}
