package boreas.link;

import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PublicKey;
import boreas.link.LinkLab.Datagram;
import boreas.link.LinkLab.End;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/// Beacons of neighbours that do not exist.
final class MadeUp {
    private MadeUp() {}

    /// A UDP beacon with a password that nobody has.
    static byte[] beacon(byte[] key, SplittableRandom random) {
        var beacon = ByteBuffer.allocate(8 + 56);
        beacon.put(HexFormat.of().parseHex("fffffffc000003e800000015"));
        byte[] password = new byte[20];
        random.nextBytes(password);
        beacon.put(password).put(key);
        return beacon.array();
    }

    /// A public key of which nobody has the private one.
    static byte[] key(SplittableRandom random) {
        byte[] key = new byte[PublicKey.BYTES];
        do random.nextBytes(key);
        while (!PublicKey.of(key, 0).isNodeKey());
        return key;
    }

    static List<byte[]> keys(int count, SplittableRandom random) {
        var keys = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) keys.add(key(random));
        return keys;
    }

    /// As it comes from a host of a network where no true node is.
    ///
    /// @param host up to 24 bits
    static Datagram from(int host, byte[] beacon, End to) {
        var from = LinkAddress.udp(Ip6.mapped(0x0b000000 + host), 1000);
        return new Datagram(from, to.address, beacon, 0, true);
    }

    static byte[] withDataPort(byte[] beacon, int port) {
        ByteBuffer.wrap(beacon).putShort(6, (short) port);
        return beacon;
    }
}
