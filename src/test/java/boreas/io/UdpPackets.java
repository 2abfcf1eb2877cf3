package boreas.io;

import java.util.Arrays;

/// UDP packets in plain arrays, made without any code of the product: byte by byte, as the RFCs say
/// it.
final class UdpPackets {
    boolean isIp4;
    int id = 0xfffe;
    int trafficClass = 0x10;
    int hopLimit = 42;
    int sourcePort = 5201;
    byte[] payload = new byte[0];

    UdpPackets(boolean isIp4) {
        this.isIp4 = isIp4;
    }

    private int ipBytes() {
        return isIp4 ? 20 : 40;
    }

    int headerBytes() {
        return ipBytes() + 8;
    }

    /// A packet with all its checksums.
    byte[] packet() {
        var p = new byte[headerBytes() + payload.length];
        if (isIp4) {
            p[0] = 0x45;
            p[1] = (byte) trafficClass;
            TcpPackets.putU16(p, 2, p.length);
            TcpPackets.putU16(p, 4, id);
            p[6] = 0x40;
            p[8] = (byte) hopLimit;
            p[9] = 17;
            System.arraycopy(TcpPackets.random(7, 8), 0, p, 12, 8);
        } else {
            p[0] = (byte) (6 << 4 | trafficClass >> 4);
            p[1] = (byte) (trafficClass << 4);
            p[3] = 5;
            TcpPackets.putU16(p, 4, p.length - 40);
            p[6] = 17;
            p[7] = (byte) hopLimit;
            System.arraycopy(TcpPackets.random(8, 32), 0, p, 8, 32);
            p[8] = p[24] = (byte) 0xfc;
        }
        int u = ipBytes();
        TcpPackets.putU16(p, u, sourcePort);
        TcpPackets.putU16(p, u + 2, 40000);
        TcpPackets.putU16(p, u + 4, p.length - u);
        System.arraycopy(payload, 0, p, headerBytes(), payload.length);
        withChecksums(p);
        return p;
    }

    /// Makes the checksums of a packet, whatever stands there.
    static void withChecksums(byte[] p) {
        boolean isIp4 = TcpPackets.isIp4(p);
        int u = isIp4 ? 20 : 40;
        if (isIp4) {
            TcpPackets.putU16(p, 10, 0);
            TcpPackets.putU16(p, 10, ~TcpPackets.sum(p, 0, 20, 0));
        }
        TcpPackets.putU16(p, u + 6, 0);
        int checksum = ~TcpPackets.sum(p, u, p.length, pseudo(p)) & 0xffff;
        TcpPackets.putU16(p, u + 6, checksum == 0 ? 0xffff : checksum);
    }

    static long pseudo(byte[] p) {
        return TcpPackets.pseudo(p) - 6 + 17;
    }

    static byte[] payload(byte[] p) {
        return Arrays.copyOfRange(p, TcpPackets.isIp4(p) ? 28 : 48, p.length);
    }
}
