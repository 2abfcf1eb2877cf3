package boreas.sim;

import boreas.address.LinkAddress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes what was sent on the made-up network as a capture that the usual tools read: IPv4 and UDP
/// headers are made for it. Format: pcap with nanoseconds (magic a1b23c4d), link type 101 (raw IP).
public final class PcapFile implements Tap, AutoCloseable {
    private static final int MAGIC_NS = 0xa1b23c4d;
    private static final int RAW_IP = 101;
    private static final int SNAP_BYTES = 65_535;
    private static final int HEADERS_BYTES = 28;
    private static final byte UDP = 17;
    private static final byte TTL = 64;

    private final OutputStream out;

    public PcapFile(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file));
        var head = ByteBuffer.allocate(24);
        head.putInt(MAGIC_NS).putShort((short) 2).putShort((short) 4);
        head.putInt(0).putInt(0).putInt(SNAP_BYTES).putInt(RAW_IP);
        out.write(head.array());
    }

    @Override
    public void onDatagram(long nowNs, LinkAddress from, LinkAddress to, byte[] bytes, Fate fate) {
        if (fate != Fate.SENT) return;
        int length = HEADERS_BYTES + bytes.length;
        var record = ByteBuffer.allocate(16 + length);
        record.putInt((int) (nowNs / 1_000_000_000L)).putInt((int) (nowNs % 1_000_000_000L));
        record.putInt(length).putInt(length);
        record.put((byte) 0x45).put((byte) 0).putShort((short) length).putInt(0);
        record.put(TTL).put(UDP).putShort((short) 0).putInt((int) from.lo()).putInt((int) to.lo());
        record.putShort((short) from.udpPort()).putShort((short) to.udpPort());
        record.putShort((short) (8 + bytes.length)).putShort((short) 0).put(bytes);
        try {
            out.write(record.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onNote(long nowNs, String who, String text) {}

    @Override
    public void close() throws IOException {
        out.close();
    }
}
