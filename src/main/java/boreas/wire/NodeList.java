package boreas.wire;

import boreas.address.PublicKey;
import boreas.wire.RoutingMessage.Node;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Nodes as replies list them: keys and paths in one string, versions in another.
///
/// ```
///   n    key 32 | path 8 | key 32 | path 8 | ...
///   np   width w (1 to 4) | version w | version w | ...
/// ```
final class NodeList {
    private static final int ENTRY_BYTES = PublicKey.BYTES + Long.BYTES;
    private static final int WIDTH_MAX = Integer.BYTES;

    private NodeList() {}

    /// @return null if the strings do not fit each other; entries whose key is no node's key are
    ///   left out
    static @Nullable List<Node> read(byte[] n, byte[] np) {
        int count = n.length / ENTRY_BYTES;
        int width = np.length == 0 ? 0 : np[0];
        if (count * ENTRY_BYTES != n.length || width < 1 || width > WIDTH_MAX) return null;
        if (np.length != 1 + count * width) return null;
        var nodes = new ArrayList<Node>(count);
        var entries = ByteBuffer.wrap(n);
        for (int i = 0; i < count; i++) {
            var key = PublicKey.of(n, i * ENTRY_BYTES);
            long path = entries.getLong(i * ENTRY_BYTES + PublicKey.BYTES);
            if (key.isNodeKey()) nodes.add(new Node(key, path, number(np, 1 + i * width, width)));
        }
        return nodes;
    }

    static byte[] write(List<Node> nodes) {
        var n = ByteBuffer.allocate(nodes.size() * ENTRY_BYTES);
        for (var node : nodes) n.put(node.key().bytes()).putLong(node.path());
        return n.array();
    }

    static byte[] writeVersions(List<Node> nodes) {
        int width = 1;
        // Genuine nodes do not use the highest number of a width.
        for (var node : nodes)
            while (width < WIDTH_MAX && (node.version() & 0xffffffffL) >= (1L << 8 * width) - 1)
                width++;
        var np = new byte[1 + nodes.size() * width];
        np[0] = (byte) width;
        int at = 1;
        for (var node : nodes)
            for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
                np[at++] = (byte) (node.version() >>> shift);
        return np;
    }

    private static int number(byte[] bytes, int at, int width) {
        int number = 0;
        for (int i = 0; i < width; i++) number = number << 8 | (bytes[at + i] & 0xff);
        return number;
    }
}
