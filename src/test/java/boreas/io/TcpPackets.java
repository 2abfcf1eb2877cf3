package boreas.io;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// TCP packets in plain arrays, made, judged and put together again without any code of the
/// product: byte by byte, as the RFCs say it.
final class TcpPackets {
    static final int ACK = 0x10, PSH = 8, FIN = 1, SYN = 2, CWR = 0x80, ECE = 0x40;

    boolean isIp4;
    int optionBytes = 12;
    int seq = 0xffff_fe00; // wraps on its way
    int ack = 0x1234_5678;
    int flags = ACK;
    int window = 500;
    int id = 0xfffe;
    int sourcePort = 5201;
    byte[] payload = new byte[0];

    TcpPackets(boolean isIp4) {
        this.isIp4 = isIp4;
    }

    static byte[] random(long seed, int length) {
        var b = new byte[length];
        new Random(seed).nextBytes(b);
        return b;
    }

    int ipBytes() {
        return isIp4 ? 20 : 40;
    }

    int headerBytes() {
        return ipBytes() + 20 + optionBytes;
    }

    /// A packet with all its checksums.
    byte[] packet() {
        var p = withoutTcpChecksum();
        putU16(p, ipBytes() + 16, ~sum(p, ipBytes(), p.length, pseudo(p)) & 0xffff);
        return p;
    }

    /// As a kernel gives it whose reader makes checksums: the sum of the pseudo header only.
    byte[] begun() {
        var p = withoutTcpChecksum();
        putU16(p, ipBytes() + 16, fold(pseudo(p)));
        return p;
    }

    private byte[] withoutTcpChecksum() {
        var p = new byte[headerBytes() + payload.length];
        if (isIp4) {
            p[0] = 0x45;
            p[1] = 0x10;
            putU16(p, 2, p.length);
            putU16(p, 4, id);
            p[6] = 0x40;
            p[8] = 64;
            p[9] = 6;
            System.arraycopy(random(7, 8), 0, p, 12, 8);
            putU16(p, 10, ~sum(p, 0, 20, 0) & 0xffff);
        } else {
            p[0] = 0x61;
            p[3] = 5;
            putU16(p, 4, p.length - 40);
            p[6] = 6;
            p[7] = 42;
            System.arraycopy(random(8, 32), 0, p, 8, 32);
            p[8] = p[24] = (byte) 0xfc;
        }
        int t = ipBytes();
        putU16(p, t, sourcePort);
        putU16(p, t + 2, 40000);
        putU32(p, t + 4, seq);
        putU32(p, t + 8, ack);
        p[t + 12] = (byte) ((20 + optionBytes) / 4 << 4);
        p[t + 13] = (byte) flags;
        putU16(p, t + 14, window);
        Arrays.fill(p, t + 20, t + 20 + optionBytes, (byte) 1);
        System.arraycopy(payload, 0, p, headerBytes(), payload.length);
        return p;
    }

    // --- judging

    static boolean isIp4(byte[] p) {
        return (p[0] & 0xf0) == 0x40;
    }

    private static int tcpAt(byte[] p) {
        return isIp4(p) ? 20 : 40;
    }

    static boolean isChecked(byte[] p) {
        int t = tcpAt(p);
        boolean isIpGood =
                isIp4(p)
                        ? sum(p, 0, 20, 0) == 0xffff && u16(p, 2) == p.length
                        : u16(p, 4) == p.length - 40;
        return isIpGood && sum(p, t, p.length, pseudo(p)) == 0xffff;
    }

    static long pseudo(byte[] p) {
        int t = tcpAt(p);
        long sum = 6L + p.length - t;
        for (int i = isIp4(p) ? 12 : 8; i < (isIp4(p) ? 20 : 40); i += 2) sum += u16(p, i);
        return sum;
    }

    static int sum(byte[] p, int from, int to, long start) {
        long sum = start;
        for (int i = from; i < to; i += 2)
            sum += (p[i] & 0xff) << 8 | (i + 1 < to ? p[i + 1] & 0xff : 0);
        return fold(sum);
    }

    static int fold(long sum) {
        while (sum > 0xffff) sum = sum / 0x10000 + sum % 0x10000;
        return (int) sum;
    }

    static int seq(byte[] p) {
        int t = tcpAt(p);
        return u16(p, t + 4) << 16 | u16(p, t + 6);
    }

    static int flags(byte[] p) {
        return p[tcpAt(p) + 13] & 0xff;
    }

    static byte[] payload(byte[] p) {
        int t = tcpAt(p);
        return Arrays.copyOfRange(p, t + (p[t + 12] >> 2 & 0x3c), p.length);
    }

    /// The payloads of packets that must follow each other.
    static byte[] stream(List<byte[]> packets, int firstSeq) {
        var all = new ByteArrayOutputStream();
        int next = firstSeq;
        for (var p : packets) {
            if (seq(p) != next) throw new AssertionError("sequence " + seq(p) + " not " + next);
            all.writeBytes(payload(p));
            next += payload(p).length;
        }
        return all.toByteArray();
    }

    /// What must be equal in all packets of a run and in what they are made of or make.
    static byte[] sameInAll(byte[] p) {
        int t = tcpAt(p);
        var headers = Arrays.copyOf(p, p.length - payload(p).length);
        if (isIp4(p)) {
            putU16(headers, 2, 0);
            putU16(headers, 4, 0);
            putU16(headers, 10, 0);
        } else {
            putU16(headers, 4, 0);
        }
        putU32(headers, t + 4, 0);
        headers[t + 13] = 0;
        putU16(headers, t + 16, 0);
        return headers;
    }

    static int u16(byte[] p, int at) {
        return (p[at] & 0xff) << 8 | p[at + 1] & 0xff;
    }

    static void putU16(byte[] p, int at, int value) {
        p[at] = (byte) (value >> 8);
        p[at + 1] = (byte) value;
    }

    static void putU32(byte[] p, int at, int value) {
        putU16(p, at, value >>> 16);
        putU16(p, at + 2, value & 0xffff);
    }
}
