package boreas.wire;

import boreas.address.Ip6;
import boreas.address.LinkAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A link address as LLADDR control frames carry it, 32 bytes, big endian. Source: cjdns protocol,
/// LLADDR; vectors: `switch.json` (`ctrlFrames`).
///
/// ```
///       0               1               2               3
///      +---------------+---------------+---------------+---------------+
///    0 |     type      | bytes in use  |            UDP port           |
///      +---------------+---------------+---------------+---------------+
///    4 |   address (4 or 16), then zeros                               |
///      :                                                               :
///
///   type 0, in use  2   none; in queries
///   type 1, in use  8   IPv4
///   type 2, in use 20   IPv6
///   type 3, in use 32   anything else; genuine nodes write rubbish there
/// ```
///
/// @param bytes all 32, as they are: a field of a type that nobody knows is passed on unchanged
public record LinkAddressField(Bytes bytes) {
    public static final int SIZE = 32;

    private static final int TYPE_AND_USE = 0, PORT = 2, ADDRESS = 4;
    private static final int IP4 = 0x0108, IP6 = 0x0214, OTHER = 0x0320, NO_ADDRESS = 0x0002;
    private static final long MAPPED_IP4 = 0xffff_0000_0000L;

    public static final LinkAddressField NONE = of(start(NO_ADDRESS));

    public LinkAddressField {
        if (bytes.length() != SIZE)
            throw new IllegalArgumentException("field of " + bytes.length() + " bytes");
    }

    static LinkAddressField read(Packet p, int at) {
        return new LinkAddressField(Bytes.of(p, at, SIZE));
    }

    /// The way to write an Ethernet address is our own: type 3, and its six bytes behind the port.
    public static LinkAddressField of(LinkAddress address) {
        return switch (address.kind()) {
            case UDP4 ->
                    of(
                            start(IP4)
                                    .putShort(PORT, (short) address.udpPort())
                                    .putInt(ADDRESS, (int) address.lo()));
            case UDP6 ->
                    of(
                            start(IP6)
                                    .putShort(PORT, (short) address.udpPort())
                                    .putLong(ADDRESS, address.hi())
                                    .putLong(ADDRESS + 8, address.lo()));
            case ETHERNET -> of(start(OTHER).putLong(ADDRESS, address.lo() << 16));
        };
    }

    /// @return null unless it is an address of a type that can be understood
    public @Nullable LinkAddress address() {
        int port = bytes.u16(PORT);
        if (port == 0) return null;
        return switch (bytes.u16(TYPE_AND_USE)) {
            case IP4 ->
                    LinkAddress.udp(
                            new Ip6(0, MAPPED_IP4 | bytes.i32(ADDRESS) & 0xffffffffL), port);
            case IP6 -> LinkAddress.udp(new Ip6(bytes.i64(ADDRESS), bytes.i64(ADDRESS + 8)), port);
            default -> null;
        };
    }

    private static ByteBuffer start(int typeAndUse) {
        return ByteBuffer.allocate(SIZE).putShort(TYPE_AND_USE, (short) typeAndUse);
    }

    @SuppressWarnings("ByteBufferBackingArray") // made by start(), whole
    private static LinkAddressField of(ByteBuffer field) {
        return new LinkAddressField(Bytes.of(field.array()));
    }
}
