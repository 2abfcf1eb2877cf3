package boreas.io;

import boreas.ffm.Linux;
import java.lang.foreign.ValueLayout;

/// A `sockaddr_ll`.
///
/// ```
///   20 bytes (packet(7))
///    0  u16 family 17, native order
///    2  u16 protocol: the ethertype, big endian
///    4  i32 index of the device
///    8  u16 hardware type
///   10  u8  packet type: for us, broadcast, ...
///   11  u8  bytes of the address
///   12  8 bytes address, of which Ethernet uses 6
/// ```
final class LinkLayerAddress extends KernelAddress {
    static final long BROADCAST = 0xffff_ffff_ffffL;

    // linux/if_packet.h
    static final int PACKET_HOST = 0, PACKET_BROADCAST = 1, PACKET_OUTGOING = 4;

    private static final int BYTES = 20;
    private static final int MAC_BYTES = 6;
    private static final int PROTOCOL = 2, DEVICE = 4;
    private static final int PACKET_TYPE = 10, ADDRESS_BYTES = 11, ADDRESS = 12;

    /// @param device index of the device
    LinkLayerAddress(int device, int ethertype) {
        super(BYTES, Linux.AF_PACKET);
        memory().set(BE_SHORT, PROTOCOL, (short) ethertype);
        memory().set(ValueLayout.JAVA_INT, DEVICE, device);
    }

    int device() {
        return memory().get(ValueLayout.JAVA_INT, DEVICE);
    }

    int packetType() {
        return memory().get(ValueLayout.JAVA_BYTE, PACKET_TYPE) & 0xff;
    }

    void setMac(long mac) {
        memory().set(ValueLayout.JAVA_BYTE, ADDRESS_BYTES, (byte) MAC_BYTES);
        memory().set(BE_SHORT, ADDRESS, (short) (mac >>> 32));
        memory().set(BE_INT, ADDRESS + 2, (int) mac);
    }

    long mac() {
        return (memory().get(BE_SHORT, ADDRESS) & 0xffffL) << 32
                | (memory().get(BE_INT, ADDRESS + 2) & 0xffffffffL);
    }
}
