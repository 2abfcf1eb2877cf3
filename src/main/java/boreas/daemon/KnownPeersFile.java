package boreas.daemon;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PublicKey;
import boreas.link.KnownPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/// The peers of the last run, so that a restarted node can greet those that call *us* instead of
/// waiting until they notice.
///
/// ```
///   boreas known peers 1 fc9c:c311:...:9460
///   0 3 10.77.0.2:5555 78hlduk18pd0...t00.k        link port, switch slot, address, key
///   end 1c291ca3                                   CRC-32 of the lines above
/// ```
///
/// The file is opened at the start, with the rights of the start, and rewritten in place: later the
/// process may have neither the rights nor the same root folder. A torn or foreign file is as good
/// as none; nothing depends on it but speed. It says who our peers are, so only its owner may read
/// it. Read before the loop starts, then written by the control thread.
final class KnownPeersFile implements AutoCloseable {
    private static final String TITLE = "boreas known peers 1 ";

    /// A node has at most 256 switch slots; a line has at most 120 bytes.
    private static final int BYTES_MAX = 64 * 1024;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path path;
    private final FileChannel channel;
    private final Ip6 node;

    private KnownPeersFile(Path path, FileChannel channel, Ip6 node) {
        this.path = path;
        this.channel = channel;
        this.node = node;
    }

    /// Opens the file, and makes it and its folder where they are missing.
    static KnownPeersFile open(Path path, Ip6 node) throws IOException {
        var folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            var ownerOnly = EnumSet.copyOf(OWNER_ONLY);
            ownerOnly.add(PosixFilePermission.OWNER_EXECUTE);
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
        }
        var channel =
                FileChannel.open(
                        path,
                        Set.of(
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.CREATE),
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        return new KnownPeersFile(path, channel, node);
    }

    /// What the last run wrote; empty when that was another node, another program or half a file.
    List<KnownPeer> read() throws IOException {
        long size = channel.size();
        if (size == 0 || size > BYTES_MAX) return List.of();
        var bytes = ByteBuffer.allocate((int) size);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {}
        var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        int end = text.lastIndexOf("end ");
        if (end < 0) return List.of();
        var body = text.substring(0, end);
        if (!text.substring(end).equals(ending(body)) || !body.startsWith(TITLE + node + "\n"))
            return List.of();
        var peers = new ArrayList<KnownPeer>();
        for (var line : body.lines().skip(1).toList()) {
            var words = line.split(" ");
            if (words.length != 4)
                throw new IOException(
                        "line \"" + line + "\" of " + path + ": not port, slot, address and key");
            try {
                peers.add(
                        new KnownPeer(
                                Integer.parseInt(words[0]),
                                LinkAddress.parse(words[2]),
                                PublicKey.parse(words[3]),
                                Integer.parseInt(words[1])));
            } catch (NumberFormatException | AddressException e) {
                throw new IOException("line \"" + line + "\" of " + path + ": " + e.getMessage());
            }
        }
        return peers;
    }

    void write(List<KnownPeer> peers) throws IOException {
        var body = new StringBuilder(TITLE).append(node).append('\n');
        for (var p : peers)
            body.append(p.port())
                    .append(' ')
                    .append(p.slot())
                    .append(' ')
                    .append(p.address())
                    .append(' ')
                    .append(p.key())
                    .append('\n');
        var text = body + ending(body.toString());
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) channel.write(bytes, bytes.position());
        channel.truncate(bytes.limit());
    }

    private static String ending(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return "end %08x%n".formatted(crc.getValue());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
