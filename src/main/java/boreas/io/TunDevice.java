package boreas.io;

import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A tun device: what programs of this host send comes out, and what is handed in reaches them.
///
/// The kernel is asked to leave checksums and the cutting of TCP to the reader, and to take
/// super-packets back ([TunInbox], [TunOutbox]): one system call then moves some fifty packets. A
/// device that does not offer this gives and takes one packet a call. What a device offers stays
/// with it when it is kept for the next program; it is taken back when the device is closed.
///
/// A device that exists already (made by `ip tuntap add`, perhaps for this user) is used as it is;
/// one made here disappears when it is closed, unless it is made to stay. Its address and MTU are
/// the business of [HostNetwork].
public final class TunDevice implements PacketDevice {
    /// Bytes of a device's name, without the closing zero (`IFNAMSIZ` - 1, netdevice(7)).
    public static final int NAME_MAX_BYTES = 15;

    private static final String NODE = "/dev/net/tun";

    // linux/if_tun.h
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETPERSIST = 0x400454cbL;
    private static final short IFF_TUN = 1;
    private static final short IFF_NO_PI = 0x1000;
    private static final short IFF_VNET_HDR = 0x4000;
    private static final long TUNSETOWNER = 0x400454ccL;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final long TUNSETVNETHDRSZ = 0x400454d8L;
    private static final long OFFLOAD_CHECKSUM = 1, OFFLOAD_TCP4 = 2, OFFLOAD_TCP6 = 4;

    // struct ifreq of netdevice(7): 16 bytes name, then a union; its flags are a short.
    private static final int IFREQ_BYTES = 40;
    private static final int IFREQ_FLAGS = 16;

    private final int fd;
    private final String name;
    private final boolean hasOffloads;
    private final TunInbox inbox;
    private final TunOutbox outbox;

    private TunDevice(int fd, String name, TunInbox inbox, TunOutbox outbox) {
        this.fd = fd;
        this.name = name;
        this.inbox = inbox;
        this.outbox = outbox;
        hasOffloads = inbox.hasOffloads();
        setOffloads();
    }

    /// Opens a device in the network namespace of the calling thread.
    ///
    /// @param name null lets the kernel choose (`tun0`, `tun1`, ...)
    /// @param counters of the thread that will use the device
    public static TunDevice open(@Nullable String name, Counters counters) throws DeviceException {
        return open(name, NODE, counters);
    }

    static TunDevice open(@Nullable String name, String node, Counters counters)
            throws DeviceException {
        return open(name, node, true, counters);
    }

    /// @param wantsOffloads false is for tests: as if the kernel had none
    static TunDevice open(
            @Nullable String name, String node, boolean wantsOffloads, Counters counters)
            throws DeviceException {
        var nameBytes = (name == null ? "" : name).getBytes(StandardCharsets.UTF_8);
        if (nameBytes.length > NAME_MAX_BYTES)
            throw new DeviceException(
                    "tunnel name too big, limit is [" + NAME_MAX_BYTES + "] characters");
        int fd = LibC.open(node, Linux.O_RDWR | Linux.O_NONBLOCK | Linux.O_CLOEXEC, 0);
        if (fd < 0) throw new DeviceException(whyNoNode(node, fd));
        try (var arena = Arena.ofConfined()) {
            var ifreq = request(nameBytes, wantsOffloads, arena);
            int headerBytes = wantsOffloads ? VnetHeader.SIZE : 0;
            // Made before the device: whoever sees a device soon expects it to have its address.
            var inbox = new TunInbox(fd, headerBytes, counters);
            var outbox = new TunOutbox(fd, headerBytes, counters);
            int r = LibC.ioctl(fd, TUNSETIFF, ifreq.address());
            if (r == -Errno.EINVAL && wantsOffloads) {
                ifreq = request(nameBytes, false, arena);
                inbox = new TunInbox(fd, 0, counters);
                outbox = new TunOutbox(fd, 0, counters);
                r = LibC.ioctl(fd, TUNSETIFF, ifreq.address());
            }
            if (r >= 0) return new TunDevice(fd, ifreq.getString(0), inbox, outbox);
            LibC.close(fd);
            throw new DeviceException(whyNoDevice(name, node, r));
        }
    }

    /// The node's side of a socket at whose other end somebody plays the host ([PlayedHost]).
    static TunDevice played(int fd, Counters counters) {
        var inbox = new TunInbox(fd, VnetHeader.SIZE, counters);
        return new TunDevice(fd, "played", inbox, new TunOutbox(fd, VnetHeader.SIZE, counters));
    }

    private static MemorySegment request(byte[] nameBytes, boolean hasOffloads, Arena arena) {
        var ifreq = arena.allocate(IFREQ_BYTES, 8);
        MemorySegment.copy(nameBytes, 0, ifreq, ValueLayout.JAVA_BYTE, 0, nameBytes.length);
        int flags = IFF_TUN | IFF_NO_PI | (hasOffloads ? IFF_VNET_HDR : 0);
        ifreq.set(ValueLayout.JAVA_SHORT, IFREQ_FLAGS, (short) flags);
        return ifreq;
    }

    /// Also takes back what a program that had the device before has left behind.
    private void setOffloads() {
        if (!hasOffloads) {
            LibC.ioctl(fd, TUNSETOFFLOAD, 0);
            return;
        }
        try (var arena = Arena.ofConfined()) {
            var size = arena.allocateFrom(ValueLayout.JAVA_INT, VnetHeader.SIZE);
            LibC.ioctl(fd, TUNSETVNETHDRSZ, size.address());
        }
        // If it refuses, packets come one by one, with a header that says so.
        LibC.ioctl(fd, TUNSETOFFLOAD, OFFLOAD_CHECKSUM | OFFLOAD_TCP4 | OFFLOAD_TCP6);
    }

    /// Makes a device that stays when it is closed, or makes one that nobody has open stay. Packets
    /// that go there while nobody has it open go nowhere.
    ///
    /// @param owner who may open it without rights, by number; below 0: as it is
    static void makePersistent(String name, int owner) throws DeviceException {
        var device = open(name, new Counters());
        try {
            must(name, LibC.ioctl(device.fd, TUNSETPERSIST, 1));
            if (owner >= 0) must(name, LibC.ioctl(device.fd, TUNSETOWNER, owner));
        } finally {
            device.close();
        }
    }

    private static void must(String name, int r) throws DeviceException {
        if (r < 0)
            throw new DeviceException("cannot keep tun device " + name + ": " + Errno.text(r));
    }

    private static String whyNoNode(String node, int r) {
        return switch (-r) {
            case Errno.ENOENT ->
                    "there is no "
                            + node
                            + ": run 'modprobe tun', or in a bare /dev 'mkdir -p /dev/net && mknod "
                            + node
                            + " c 10 200'";
            case Errno.ENODEV, Errno.ENXIO ->
                    "the kernel has no tun driver behind " + node + ": run 'modprobe tun'";
            case Errno.EACCES, Errno.EPERM ->
                    "may not open " + node + ": run as root, or 'chmod 666 " + node + "'";
            default -> "cannot open " + node + ": " + Errno.text(r);
        };
    }

    private static String whyNoDevice(@Nullable String name, String node, int r) {
        var which = name == null ? "a tun device" : "tun device " + name;
        return switch (-r) {
            case Errno.EPERM, Errno.EACCES ->
                    "may not make "
                            + which
                            + ": run as root, or make it beforehand with 'ip tuntap add mode tun"
                            + " user USER dev "
                            + (name == null ? "NAME" : name)
                            + "'";
            case Errno.EBUSY -> which + " is in use by another process";
            case Errno.EINVAL ->
                    which + " cannot be had: a device of that name exists and is no tun device";
            case Errno.ENOTTY, Errno.EBADFD -> node + " is not the tun driver";
            default -> "cannot make " + which + ": " + Errno.text(r);
        };
    }

    /// Makes the device anew under its old name, after somebody has deleted it, and lets it stay
    /// when it is closed. The descriptor is the one that is open already: who has given up root may
    /// not open [#NODE] once more. Needs CAP_NET_ADMIN; from any thread, while no loop has the
    /// device.
    public void makeAgain() throws DeviceException {
        int r;
        try (var arena = Arena.ofConfined()) {
            var ifreq = request(name.getBytes(StandardCharsets.UTF_8), hasOffloads, arena);
            r = LibC.ioctl(fd, TUNSETIFF, ifreq.address());
        }
        if (r >= 0) setOffloads();
        if (r >= 0) r = LibC.ioctl(fd, TUNSETPERSIST, 1);
        if (r < 0) throw new DeviceException(whyNoDevice(name, NODE, r));
    }

    @Override
    public int fd() {
        return fd;
    }

    /// As the kernel calls it.
    public String name() {
        return name;
    }

    /// Why the kernel refused last, 0 when it never did; see [Errno#text].
    public int lastSendErrno() {
        return outbox.lastErrno();
    }

    /// Tells who wants to know, in a sentence, what the kernel does not do.
    void onNotice(Consumer<String> onNotice) {
        outbox.onNotice(text -> onNotice.accept(this + ": " + text));
        if (!hasOffloads)
            onNotice.accept(this + ": the device has no offloads; packets come and go one by one");
    }

    @Override
    public boolean receive(Batch into) {
        return inbox.receive(into, Lull.NO_TIME);
    }

    @Override
    public boolean receive(Batch into, long nowNs) {
        return inbox.receive(into, nowNs);
    }

    @Override
    public boolean isHolding() {
        return inbox.isHolding();
    }

    /// Hands a bare IP packet to this host.
    @Override
    public Verdict send(Packet p) {
        return outbox.write(p);
    }

    /// With others of its TCP flow as one super-packet.
    @Override
    public void lend(Packet p) {
        outbox.add(p);
    }

    @Override
    public void flush() {
        outbox.flush();
    }

    @Override
    public void close() {
        LibC.ioctl(fd, TUNSETOFFLOAD, 0);
        LibC.close(fd);
    }

    @Override
    public String toString() {
        return "tun " + name;
    }
}
