package boreas.config;

import boreas.address.AddressException;
import boreas.address.Base32;
import boreas.address.PeerEndpoint;
import boreas.address.PublicKey;
import boreas.value.Bencode;
import boreas.value.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// What another node must know to link with this one, as one line that can be mailed or typed.
///
/// ```
///   boreas1-  base32 of  { bencoded dict, check sum (CRC-32C, 4 bytes, big endian) }
///
///   a  where the node listens, the most likely one first     l  login
///   k  its public key, 32 bytes                              p  password
///   n  what its operator calls it, may be empty
/// ```
///
/// The line is a secret: whoever has it may link with the node, under that login.
///
/// @param node what the inviting operator calls his node; may be empty
public record Invitation(
        String node, List<PeerEndpoint> addresses, PublicKey key, String login, Password password) {
    public static final String PREFIX = "boreas1-";

    private static final int CHECK_BYTES = 4;

    /// Ours: more than anybody types, and it bounds what a wrong line can cost.
    private static final int CHARS_MAX = 4000;

    public Invitation {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) throw new IllegalArgumentException("nowhere to call");
    }

    /// A line that cannot be used; the message says why and what would help.
    public static final class Damaged extends Exception {
        private static final long serialVersionUID = 1;

        private Damaged(String sentence) {
            super(sentence, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    public String toLine() {
        var content =
                Bencode.writeSorted(
                        Value.dict()
                                .put(
                                        "a",
                                        Value.ofTexts(
                                                addresses.stream()
                                                        .map(PeerEndpoint::toString)
                                                        .toList()))
                                .put("k", key.bytes())
                                .put("l", login)
                                .put("n", node)
                                .put("p", password.bytes())
                                .build());
        var all = ByteBuffer.allocate(content.length + CHECK_BYTES);
        all.put(content).putInt(check(content, content.length));
        return PREFIX + Base32.encode(all.array());
    }

    /// Reads a line; blanks and line breaks that a mail program put into it do not matter.
    public static Invitation parse(String text) throws Damaged {
        var line = text.replaceAll("[\\s>\"'`]", "");
        if (line.length() > CHARS_MAX)
            throw new Damaged(
                    "this is no invitation: it has %d characters, the longest has %d"
                            .formatted(line.length(), CHARS_MAX));
        if (!line.startsWith(PREFIX)) throw noInvitation(line);
        var bytes = Base32.decode(line.substring(PREFIX.length()));
        if (bytes == null || bytes.length <= CHECK_BYTES || !isWhole(bytes))
            throw new Damaged(
                    "the invitation is damaged: its check sum does not match; copy the whole line"
                            + " again, as `boreas invite` printed it");
        var read = Bencode.read(bytes, 0, bytes.length - CHECK_BYTES);
        if (read instanceof Bencode.Read.Ok(Value.Dict dict, _)) return of(dict);
        throw unknown("no dictionary");
    }

    private static Damaged noInvitation(String line) {
        if (line.matches("boreas[0-9]+-.*"))
            return new Damaged(
                    "this invitation was made by another version of boreas: it begins with "
                            + line.substring(0, line.indexOf('-') + 1)
                            + ", this version reads "
                            + PREFIX);
        return new Damaged(
                "this is no invitation: expected a line that begins with "
                        + PREFIX
                        + ", as `boreas invite` prints it on the other machine");
    }

    private static boolean isWhole(byte[] bytes) {
        int length = bytes.length - CHECK_BYTES;
        return ByteBuffer.wrap(bytes, length, CHECK_BYTES).getInt() == check(bytes, length);
    }

    private static int check(byte[] bytes, int length) {
        var sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    private static Invitation of(Value.Dict dict) throws Damaged {
        var login = dict.str("l");
        var password = dict.str("p");
        var key = dict.str("k");
        var node = dict.str("n");
        if (login == null || password == null || key == null) throw unknown("something is missing");
        var addresses = new ArrayList<PeerEndpoint>();
        try {
            for (var text : dict.texts("a")) addresses.add(PeerEndpoint.parse(text));
            if (addresses.isEmpty()) throw unknown("it names no address");
            var publicKey = PublicKey.ofBytes(key.bytes());
            if (publicKey == null || !publicKey.isNodeKey()) throw unknown("it has no node's key");
            return new Invitation(
                    node == null ? "" : node.text(),
                    addresses,
                    publicKey,
                    login.text(),
                    Password.of(password));
        } catch (AddressException e) {
            throw unknown(String.valueOf(e.getMessage()));
        }
    }

    private static Damaged unknown(String why) {
        return new Damaged(
                "this invitation is whole, but makes no sense here (" + why + "); make a new one");
    }

    @Override
    public String toString() {
        return "Invitation of " + login + " by " + key + "(password not shown)";
    }
}
