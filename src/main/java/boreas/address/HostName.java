package boreas.address;

/// The rule for names of hosts (RFC 1123): letters, digits, inner hyphens, dots between labels.
final class HostName {
    private static final int NAME_MAX = 253;
    private static final int LABEL_MAX = 63;

    private HostName() {}

    /// Index of the first character that cannot stand there, -1 when it is a host name.
    static int firstFault(String name) {
        if (name.isEmpty()) return 0;
        if (name.length() > NAME_MAX) return NAME_MAX;
        int labelStart = 0;
        for (int i = 0; i <= name.length(); i++) {
            boolean atEnd = i == name.length();
            if (atEnd || name.charAt(i) == '.') {
                boolean trailingDot = atEnd && i == labelStart && i > 0;
                if (trailingDot) return -1;
                if (i == labelStart) return i;
                if (name.charAt(i - 1) == '-') return i - 1;
                labelStart = i + 1;
            } else if (!isAllowed(name.charAt(i)) || i - labelStart >= LABEL_MAX) {
                return i;
            } else if (i == labelStart && name.charAt(i) == '-') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_';
    }
}
