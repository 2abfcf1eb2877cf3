package boreas.daemon;

import boreas.sim.SimHost;

/// Numbered packets of IPv6 between the tun devices of two machines.
final class Talk {
    private static final int HEADER_BYTES = 40, BYTES = HEADER_BYTES + 20;
    private static final int SOURCE = 8, DESTINATION = 24, ADDRESS_BYTES = 16;
    private static final int UDP = 17;

    private Talk() {}

    static byte[] packet(SimHost from, SimHost to, int number) {
        byte[] p = new byte[BYTES];
        p[0] = 0x60;
        p[5] = BYTES - HEADER_BYTES;
        p[6] = UDP;
        p[7] = 64;
        from.ip6().copyTo(p, SOURCE);
        to.ip6().copyTo(p, DESTINATION);
        for (int i = 0; i < 4; i++) p[HEADER_BYTES + i] = (byte) (number >>> 24 - 8 * i);
        return p;
    }

    /// The same back to whoever sent it.
    static byte[] turned(byte[] packet) {
        byte[] p = packet.clone();
        System.arraycopy(packet, SOURCE, p, DESTINATION, ADDRESS_BYTES);
        System.arraycopy(packet, DESTINATION, p, SOURCE, ADDRESS_BYTES);
        return p;
    }

    static boolean isOurs(byte[] p) {
        return p.length == BYTES && p[6] == UDP;
    }

    static int number(byte[] p) {
        int n = 0;
        for (int i = 0; i < 4; i++) n = n << 8 | (p[HEADER_BYTES + i] & 0xff);
        return n;
    }
}
