package boreas.io;

import boreas.address.LinkAddress;
import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What broadcasts of a UDP port go through. It hears on the beacon port, which all nodes of a
/// local network share, and speaks by the data socket, whose address is what a beacon tells of.
/// IPv4 only. Source: cjdns protocol, UDP beacons.
///
/// The beacon port is heard on all addresses even where the data socket is bound to one: the kernel
/// gives no broadcast to a socket that is bound to an address. Who may be heard is decided here: a
/// sender in a network of this host's devices, and of the bound address if there is one. So nobody
/// reaches it from the Internet.
///
/// Several nodes of one machine may share the port: each gets every broadcast, and passes over its
/// own.
public final class BeaconSocket implements PacketDevice {
    /// In a list of devices: all of them.
    public static final String ALL_DEVICES = "all";

    private final DatagramDescriptor socket;
    private final UdpSocket data;
    private final int beaconPort;
    private final Counters counters;
    private final SocketAddress sender = new SocketAddress(true);
    private List<String> devices;
    private List<NetworkDevices.Subnet> networks = List.of();

    /// Asked for only when it has news, so that a flood of beacons is no flood of questions.
    private final DeviceWatch addressWatch;

    private boolean isStale = true;
    private Predicate<String> isOwnTun = _ -> false;

    private BeaconSocket(
            int fd,
            DeviceWatch addressWatch,
            UdpSocket data,
            int beaconPort,
            List<String> devices,
            Counters counters) {
        socket = new DatagramDescriptor(fd, counters);
        this.addressWatch = addressWatch;
        this.data = data;
        this.beaconPort = beaconPort;
        this.devices = List.copyOf(devices);
        this.counters = counters;
    }

    /// Opens it in the network namespace of the calling thread.
    ///
    /// @param data the socket whose beacons these are; it must stay open longer
    /// @param devices names of devices to send on, or broadcast addresses, or [#ALL_DEVICES]
    /// @param counters of the thread that will use it
    public static BeaconSocket open(
            UdpSocket data, int beaconPort, List<String> devices, Counters counters)
            throws DeviceException {
        if (data.local().kind() != LinkAddress.Kind.UDP4)
            throw new DeviceException("IPv6 has no broadcasts, so there are no beacons");
        if (beaconPort == data.local().udpPort())
            throw new DeviceException(
                    "beaconPort "
                            + beaconPort
                            + " is the port of the socket itself; take another, the same in the"
                            + " whole network");
        int fd = bind(beaconPort);
        try {
            var watch = DeviceWatch.ofAddresses();
            return new BeaconSocket(fd, watch, data, beaconPort, devices, counters);
        } catch (DeviceException e) {
            LibC.close(fd);
            throw e;
        }
    }

    private static int bind(int beaconPort) throws DeviceException {
        int flags = Linux.SOCK_DGRAM | Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC;
        int fd = LibC.socket(Linux.AF_INET, flags, 0);
        if (fd < 0) throw new DeviceException("cannot open a beacon socket: " + Errno.text(fd));
        LibC.setsockopt(fd, Linux.SOL_SOCKET, Linux.SO_REUSEADDR, 1);
        var address = new SocketAddress(true);
        address.set(0, 0xffffL << 32, beaconPort);
        int r = LibC.bind(fd, address.memory());
        if (r >= 0) return fd;
        LibC.close(fd);
        throw new DeviceException("cannot hear on beaconPort " + beaconPort + ": " + Errno.text(r));
    }

    @Override
    public int fd() {
        return socket.fd();
    }

    /// Where beacons go, as asked for.
    public List<String> devices() {
        return devices;
    }

    /// @param devices as in [#open]
    public void setDevices(List<String> devices) {
        this.devices = List.copyOf(devices);
    }

    /// Tunnels of this node, by name: beacons there would go through the links that they shall
    /// make.
    void passOver(Predicate<String> isOwnTun) {
        this.isOwnTun = isOwnTun;
    }

    @Override
    public boolean receive(Batch into) {
        refreshNetworks();
        for (int i = into.capacity() - into.size(); i > 0; i--) {
            var p = into.next();
            long n = socket.receive(p, sender);
            boolean isOwn = n >= 0 && isOwn((int) sender.lo());
            if (n >= 0
                    && n <= DatagramDescriptor.DATAGRAM_MAX_BYTES
                    && !isOwn
                    && isNear((int) sender.lo())) {
                p.setWindow(p.start(), (int) n);
                sender.copyTo(p);
                p.isBroadcast = true;
                continue;
            }
            into.unNext();
            if (n == -Errno.EAGAIN) break;
            if (isOwn) continue;
            if (n > DatagramDescriptor.DATAGRAM_MAX_BYTES) counters.count(Verdict.OVERSIZE);
            else if (n >= 0) counters.count(Verdict.BEACON_FROM_AFAR);
        }
        return true;
    }

    /// The kernel gives a host its own broadcasts too, each time.
    private boolean isOwn(int address) {
        if (sender.udpPort() != data.local().udpPort()) return false;
        for (int i = 0; i < networks.size(); i++)
            if (networks.get(i).address() == address) return true;
        return false;
    }

    /// In a network of one of our devices.
    private boolean isNear(int address) {
        for (int i = 0; i < networks.size(); i++)
            if (networks.get(i).contains(address)) return true;
        return false;
    }

    private void refreshNetworks() {
        if (!addressWatch.drain() && !isStale) return;
        var all = NetworkDevices.subnets();
        isStale = all.isEmpty(); // no answer, or nothing that anybody could reach us by
        int bound = (int) data.local().lo();
        networks = all.stream().filter(one -> bound == 0 || one.address() == bound).toList();
    }

    /// Sends to each broadcast address of the chosen devices, as they are now. That the device has
    /// broadcasts is not asked for: the address means all of a network on a tunnel to many, too.
    @Override
    public Verdict send(Packet p) {
        var verdict = Verdict.OK;
        for (int address : destinations()) {
            p.linkHi = 0;
            p.linkLo = lo(address);
            p.linkUdpPort = beaconPort;
            if (data.sendTo(p) != Verdict.OK) verdict = Verdict.SEND_FAILED;
        }
        return verdict;
    }

    /// The broadcast addresses to which a beacon would go now, for people.
    public List<LinkAddress> broadcastAddresses() {
        return destinations().stream()
                .map(a -> new LinkAddress(LinkAddress.Kind.UDP4, 0, lo(a), beaconPort))
                .toList();
    }

    private Set<Integer> destinations() {
        refreshNetworks();
        var found = new TreeSet<Integer>();
        for (var device : NetworkDevices.list()) {
            if (!device.isUp() || device.isLoopback() || isOwnTun.test(device.name())) continue;
            for (var network : networks)
                if (network.device() == device.index()
                        && network.hasBroadcast()
                        && isChosen(device.name(), network.broadcast()))
                    found.add(network.broadcast());
        }
        return found;
    }

    private boolean isChosen(String device, int broadcast) {
        if (devices.contains(ALL_DEVICES) || devices.contains(device)) return true;
        var address = new LinkAddress(LinkAddress.Kind.UDP4, 0, lo(broadcast), beaconPort);
        var text = address.toString();
        return devices.contains(text) || devices.contains(text.substring(0, text.indexOf(':')));
    }

    private static long lo(int address) {
        return 0xffffL << 32 | (address & 0xffffffffL);
    }

    @Override
    public void close() {
        addressWatch.close();
        socket.close();
    }

    @Override
    public String toString() {
        return "beacons of " + data;
    }
}
