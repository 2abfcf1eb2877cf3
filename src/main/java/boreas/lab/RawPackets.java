package boreas.lab;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// IPv6 packets with a next header of one's choice, as a tunnel of the kernel would send them.
public final class RawPackets {
    private static final int SOCKADDR_IN6_SIZE = 28, ADDRESS = 8;

    private RawPackets() {}

    /// Sends `count` packets from a host, whose kernel puts the IPv6 header in front.
    ///
    /// @param nextHeader of the outer packet: 41 for IPv6 inside
    public static void send(Host from, String to, int nextHeader, byte[] payload, int count) {
        var _ =
                from.inside(() -> {
                    int fd =
                            LibC.socket(
                                    Linux.AF_INET6,
                                    Linux.SOCK_RAW | Linux.SOCK_CLOEXEC,
                                    nextHeader);
                    if (fd < 0) throw new LabException("no raw socket: " + Errno.text(fd));
                    try (var arena = Arena.ofConfined()) {
                        var address = arena.allocate(SOCKADDR_IN6_SIZE, 8);
                        address.set(JAVA_SHORT, 0, (short) Linux.AF_INET6);
                        var bytes = InetAddress.getByName(to).getAddress();
                        MemorySegment.copy(bytes, 0, address, JAVA_BYTE, ADDRESS, bytes.length);
                        var packet = arena.allocateFrom(JAVA_BYTE, payload);
                        for (int i = 0; i < count; i++) {
                            long sent =
                                    LibC.sendto(
                                            fd,
                                            packet.address(),
                                            payload.length,
                                            0,
                                            address.address(),
                                            SOCKADDR_IN6_SIZE);
                            if (sent < 0) throw new LabException(Errno.text(sent));
                        }
                    } catch (UnknownHostException e) {
                        throw new LabException("not an address: " + to, e);
                    } finally {
                        LibC.close(fd);
                    }
                    return count;
                });
    }
}
