package boreas.io;

import boreas.address.Ip6;
import boreas.env.Counters;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Plays the host of a tun device, where no device can be made: when the build rehearses what a
/// node does under load, for the JVM to know it beforehand. It says what a kernel says: whole
/// super-packets of TCP, acknowledgements, small datagrams, with checksums that are only begun.
///
/// Nothing is behind it: no connection, no answer, no memory of what it said. One thread.
public final class PlayedHost implements AutoCloseable {
    /// Streams that it can say pieces of.
    public static final int FLOWS = 2;

    private static final int IP6_SIZE = 40, TCP_SIZE = 32, TCP_MIN_SIZE = 20;
    private static final int ACK = 0x10, PSH = 8, RST = 4;
    private static final int UDP_SIZE = 8, ECHO_SIZE = 8;
    private static final int TCP = 6, UDP = 17, ICMP = 58;
    private static final int IP_MAX_BYTES = 65_535;
    private static final int AT = VnetHeader.SIZE;
    private static final int PORTS = 40000 << 16 | 5201;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt I32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong I64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int fd;
    private final TunDevice device;
    private final MemorySegment said = Arena.ofAuto().allocate(AT + IP_MAX_BYTES, 8);
    private final MemorySegment heard = Arena.ofAuto().allocate(AT + IP_MAX_BYTES, 8);
    private int time;
    private final int[] sequences = new int[FLOWS];

    /// @param counters of the thread that will use the device
    public PlayedHost(Counters counters) throws DeviceException {
        try (var arena = Arena.ofConfined()) {
            var pair = arena.allocate(ValueLayout.JAVA_INT, 2);
            int type = Linux.SOCK_SEQPACKET | Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC;
            int r = LibC.socketpair(Linux.AF_UNIX, type, pair.address());
            if (r < 0) throw new DeviceException("cannot make a pair of sockets: " + Errno.text(r));
            fd = pair.getAtIndex(ValueLayout.JAVA_INT, 0);
            device = TunDevice.played(pair.getAtIndex(ValueLayout.JAVA_INT, 1), counters);
        }
    }

    /// The node's side. Whoever takes it closes it.
    public TunDevice device() {
        return device;
    }

    /// Says a piece of a TCP stream.
    ///
    /// @param flow which one, below [#FLOWS]
    /// @param payloadBytes 0 for an acknowledgement; more than `segmentBytes`: a super-packet
    /// @return whether there was room
    public boolean sayTcp(Ip6 from, Ip6 to, int flow, int payloadBytes, int segmentBytes) {
        int length = TCP_SIZE + payloadBytes;
        header(from, to, TCP, length, 16);
        if (payloadBytes > segmentBytes)
            VnetHeader.write(
                    said,
                    0,
                    VnetHeader.NEEDS_CHECKSUM,
                    VnetHeader.TCP6,
                    IP6_SIZE + TCP_SIZE,
                    segmentBytes,
                    IP6_SIZE,
                    16);
        tcp(flow, TCP_SIZE, payloadBytes % segmentBytes > 0 ? ACK | PSH : ACK);
        time++;
        for (int i = TCP_MIN_SIZE; i < TCP_SIZE; i += 4) said.set(I32, AT + IP6_SIZE + i, time);
        skipTcp(flow, payloadBytes);
        return say(length);
    }

    /// Leaves out a piece of a stream, as if it were lost on the way.
    public void skipTcp(int flow, int payloadBytes) {
        sequences[flow] += payloadBytes;
    }

    /// Says that there is no such stream (any more): the shortest packet of TCP.
    public boolean sayReset(Ip6 from, Ip6 to) {
        header(from, to, TCP, TCP_MIN_SIZE, 16);
        tcp(0, TCP_MIN_SIZE, RST);
        return say(TCP_MIN_SIZE);
    }

    private void tcp(int flow, int size, int flags) {
        int tcp = AT + IP6_SIZE;
        said.set(I32, tcp, PORTS + flow);
        said.set(I32, tcp + 4, sequences[flow]);
        said.set(I32, tcp + 8, 1);
        said.set(U8, tcp + 12, (byte) (size / 4 << 4));
        said.set(U8, tcp + 13, (byte) flags);
        said.set(U16, tcp + 14, (short) 500);
        said.set(U16, tcp + 18, (short) 0);
    }

    /// Says a datagram.
    public boolean sayUdp(Ip6 from, Ip6 to, int payloadBytes) {
        int length = UDP_SIZE + payloadBytes;
        header(from, to, UDP, length, 6);
        said.set(I32, AT + IP6_SIZE, PORTS);
        said.set(U16, AT + IP6_SIZE + 4, (short) length);
        return say(length);
    }

    /// Says a ping; of that a kernel makes the checksum itself.
    public boolean sayPing(Ip6 from, Ip6 to, int payloadBytes) {
        int length = ECHO_SIZE + payloadBytes;
        header(from, to, ICMP, length, 2);
        said.set(U8, 0, (byte) 0);
        said.set(U8, AT + IP6_SIZE, (byte) 128);
        int sum = NativeSum.of(said, AT + IP6_SIZE, length);
        said.set(U16, AT + IP6_SIZE + 2, (short) ~sum);
        return say(length);
    }

    private void header(Ip6 from, Ip6 to, int protocol, int length, int checksumOffset) {
        VnetHeader.write(
                said,
                0,
                VnetHeader.NEEDS_CHECKSUM,
                VnetHeader.SINGLE,
                0,
                0,
                IP6_SIZE,
                checksumOffset);
        said.set(I32, AT, 6 << 28);
        said.set(U16, AT + 4, (short) length);
        said.set(U8, AT + 6, (byte) protocol);
        said.set(U8, AT + 7, (byte) 64);
        said.set(I64, AT + 8, from.hi());
        said.set(I64, AT + 16, from.lo());
        said.set(I64, AT + 24, to.hi());
        said.set(I64, AT + 32, to.lo());
        int sum = NativeSum.of(said, AT + 8, 32) + protocol + length;
        int checksum = AT + IP6_SIZE + checksumOffset;
        said.set(U16, checksum, (short) NativeSum.fold(sum));
    }

    private boolean say(int length) {
        return LibC.write(fd, said.address(), AT + IP6_SIZE + length) > 0;
    }

    /// Takes what the node has given. @return bytes of IP packets
    public long hear() {
        long bytes = 0;
        while (true) {
            long n = LibC.read(fd, heard.address(), heard.byteSize());
            if (n <= AT) return bytes;
            bytes += n - AT;
        }
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
