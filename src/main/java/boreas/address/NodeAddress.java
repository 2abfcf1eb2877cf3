package boreas.address;

import boreas.label.Label;

/// A node, the version of the protocol it speaks, and the way to it: `v22.0000.0000.0000.0013.<52
/// digits>.k`.
///
/// @param version 0 when unknown
/// @param label the way there, as seen from whoever holds this
public record NodeAddress(int version, long label, PublicKey key) {
    private static final int LABEL_LENGTH = "0000.0000.0000.0000".length();
    private static final int REST_LENGTH = LABEL_LENGTH + 1 + PublicKey.TEXT_LENGTH;
    private static final int VERSION_MAX = 99_999;

    public static NodeAddress parse(String text) throws AddressException {
        int dot = text.indexOf('.');
        if (dot < 2 || text.charAt(0) != 'v')
            throw new AddressException("node address must begin with v, a version and a dot", 0);
        int version = Ip6Text.decimal(text.substring(1, dot), VERSION_MAX);
        if (version < 0) throw new AddressException("version must be a decimal number", 1);
        String rest = text.substring(dot + 1);
        if (rest.length() != REST_LENGTH || rest.charAt(LABEL_LENGTH) != '.')
            throw new AddressException(
                    "node address must be v<version>.<path of 19 characters>.<key>", dot + 1);
        long label = Label.parse(rest.substring(0, LABEL_LENGTH));
        if (label == Label.INVALID)
            throw new AddressException("path must be 16 hex digits in 4 dotted groups", dot + 1);
        return new NodeAddress(version, label, PublicKey.parse(rest.substring(LABEL_LENGTH + 1)));
    }

    public Ip6 ip6() {
        return key.ip6();
    }

    /// The form of log lines, with the address in place of the key.
    public String logText() {
        return "v" + version + "." + Label.toText(label) + "." + ip6();
    }

    @Override
    public String toString() {
        return "v" + version + "." + Label.toText(label) + "." + key;
    }
}
