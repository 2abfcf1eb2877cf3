package boreas.config;

/// One line of a [ConfDifference], for people and programs; shows no secret.
///
/// @param text what is added, removed or changed, as a clause
public record ConfChange(ConfKey key, Kind kind, String text) {
    public enum Kind {
        ADDED('+'),
        REMOVED('-'),
        CHANGED('~');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }
    }

    /// `+ interfaces.UDPInterface.connectTo: "10.0.0.2:1234" under 0.0.0.0:1234`
    @Override
    public String toString() {
        return kind.sign
                + " "
                + key.path()
                + ": "
                + text
                + switch (key.effect()) {
                    case LIVE -> "";
                    case RESTART -> " (needs a restart)";
                    case UNUSED -> " (not used)";
                    case REFUSED -> " (refused)";
                };
    }
}
