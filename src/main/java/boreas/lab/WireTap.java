package boreas.lab;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Sees every frame at one end of a cable, in both directions, counts them by kind and looks for
/// bytes that must never be there.
///
/// The device's own counters are kept beside the count, so that a frame which the tap missed shows.
public final class WireTap implements AutoCloseable {
    // linux/if_ether.h, linux/if_packet.h
    private static final int ETH_P_ALL = 3;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int SOCKADDR_LL_SIZE = 20;
    private static final int LL_PROTOCOL = 2, LL_INDEX = 4;
    private static final int IP = 14, IP_PROTOCOL = IP + 9;
    private static final int UDP_HEADER_SIZE = 8;

    /// A card that segments late shows whole super-packets.
    private static final int FRAME_BYTES_MAX = 1 << 16;

    private static final int BUFFER_BYTES = 8 << 20;
    private static final int POLL_MS = 50;
    private static final short POLLIN = 1;
    private static final int STRANGERS_MAX = 5;

    private final int port;
    private final List<byte[]> secrets;
    private final Thread thread;
    private volatile boolean isStopping;

    // the tap's thread only, until it has ended
    private long nodeFrames;
    private long arpFrames;
    private long otherFrames;
    private long clearFrames;
    private long deviceFrames;
    private final List<String> strangers = new ArrayList<>();

    /// @param nodeFrames UDP over IPv4, from the node's port to the node's port
    /// @param arpFrames address resolution
    /// @param otherFrames everything else; `strangers` describes the first few
    /// @param clearFrames frames of any kind in which one of the secrets was seen
    /// @param missed frames that the device counted and the tap did not get
    public record Count(
            long nodeFrames,
            long arpFrames,
            long otherFrames,
            long clearFrames,
            long missed,
            List<String> strangers) {}

    private WireTap(Cable.End end, int port, List<byte[]> secrets, CompletableFuture<Void> isOpen) {
        this.port = port;
        this.secrets = secrets.stream().map(byte[]::clone).toList();
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("wire tap on " + end.device())
                        .start(() -> runOn(end, isOpen));
    }

    /// Begins to count; frames from now on are seen.
    ///
    /// @param port the nodes' UDP port
    /// @param secrets byte strings that are looked for in every frame
    public static WireTap open(Cable.End end, int port, List<byte[]> secrets) {
        var isOpen = new CompletableFuture<Void>();
        var tap = new WireTap(end, port, secrets, isOpen);
        try {
            isOpen.join();
        } catch (CompletionException e) {
            throw new LabException("no tap on " + end.device() + ": " + e.getMessage(), e);
        }
        return tap;
    }

    private void runOn(Cable.End end, CompletableFuture<Void> isOpen) {
        try {
            end.host().adoptThread();
            int fd = LibC.socket(Linux.AF_PACKET, Linux.SOCK_RAW | Linux.SOCK_CLOEXEC, 0);
            if (fd < 0) throw new LabException(Errno.text(fd));
            try {
                listen(fd, end.device(), isOpen);
            } finally {
                LibC.close(fd);
            }
        } catch (LabException e) {
            isOpen.completeExceptionally(e);
        }
    }

    private void listen(int fd, String device, CompletableFuture<Void> isOpen) {
        try (var arena = Arena.ofConfined()) {
            bind(fd, device, arena);
            long before = DeviceCount.frames(device);
            isOpen.complete(null);
            var frame = arena.allocate(FRAME_BYTES_MAX);
            var poll = arena.allocate(8);
            poll.set(JAVA_INT, 0, fd);
            poll.set(JAVA_SHORT, 4, POLLIN);
            while (!isStopping) {
                LibC.poll(poll.address(), 1, POLL_MS);
                drain(fd, frame);
            }
            deviceFrames = DeviceCount.frames(device) - before;
            drain(fd, frame);
        }
    }

    /// The socket was made without a protocol, so nothing is delivered until it is bound to its
    /// device.
    private static void bind(int fd, String device, Arena arena) {
        LibC.setsockopt(fd, Linux.SOL_SOCKET, Linux.SO_RCVBUFFORCE, BUFFER_BYTES);
        int index = LibC.interfaceIndex(device);
        if (index <= 0) throw new LabException("no such device");
        var address = arena.allocate(SOCKADDR_LL_SIZE);
        address.set(JAVA_SHORT, 0, (short) Linux.AF_PACKET);
        address.set(JAVA_BYTE, LL_PROTOCOL, (byte) (ETH_P_ALL >> 8));
        address.set(JAVA_BYTE, LL_PROTOCOL + 1, (byte) ETH_P_ALL);
        address.set(JAVA_INT, LL_INDEX, index);
        int bound = LibC.bind(fd, address);
        if (bound < 0) throw new LabException(Errno.text(bound));
    }

    private void drain(int fd, MemorySegment frame) {
        while (true) {
            long n = LibC.recvfrom(fd, frame.address(), FRAME_BYTES_MAX, Linux.MSG_DONTWAIT, 0, 0);
            if (n == -Errno.EINTR) continue;
            if (n < 0) return;
            count(frame.asSlice(0, n).toArray(JAVA_BYTE));
        }
    }

    private void count(byte[] frame) {
        for (var secret : secrets)
            if (contains(frame, secret)) {
                clearFrames++;
                break;
            }
        int kind = u16(frame, 12);
        if (kind == ETHERTYPE_ARP) arpFrames++;
        else if (isBetweenNodes(frame)) nodeFrames++;
        else {
            otherFrames++;
            if (strangers.size() < STRANGERS_MAX) strangers.add(describe(frame));
        }
    }

    private boolean isBetweenNodes(byte[] frame) {
        if (u16(frame, 12) != ETHERTYPE_IPV4 || frame.length <= IP_PROTOCOL) return false;
        int udp = IP + (frame[IP] & 15) * 4;
        return frame[IP_PROTOCOL] == Linux.IPPROTO_UDP
                && frame.length >= udp + UDP_HEADER_SIZE
                && u16(frame, udp) == port
                && u16(frame, udp + 2) == port;
    }

    private static String describe(byte[] frame) {
        int kind = u16(frame, 12);
        if (kind != ETHERTYPE_IPV4 || frame.length <= IP_PROTOCOL)
            return "ethertype %04x, %d bytes".formatted(kind, frame.length);
        int udp = IP + (frame[IP] & 15) * 4;
        if (frame[IP_PROTOCOL] != Linux.IPPROTO_UDP)
            return "IPv4 protocol %d, %d bytes".formatted(frame[IP_PROTOCOL] & 255, frame.length);
        return "UDP from port %d to port %d, %d bytes"
                .formatted(u16(frame, udp), u16(frame, udp + 2), frame.length);
    }

    /// 0 beyond the end.
    private static int u16(byte[] frame, int at) {
        return frame.length < at + 2 ? 0 : (frame[at] & 255) << 8 | frame[at + 1] & 255;
    }

    static boolean contains(byte[] frame, byte[] wanted) {
        outer:
        for (int i = 0; i <= frame.length - wanted.length; i++) {
            for (int k = 0; k < wanted.length; k++) if (frame[i + k] != wanted[k]) continue outer;
            return true;
        }
        return false;
    }

    /// Ends the tap.
    public Count stop() {
        isStopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while a wire tap ended", e);
        }
        long seen = nodeFrames + arpFrames + otherFrames;
        return new Count(
                nodeFrames,
                arpFrames,
                otherFrames,
                clearFrames,
                Math.max(0, deviceFrames - seen),
                List.copyOf(strangers));
    }

    @Override
    public void close() {
        isStopping = true;
    }
}
