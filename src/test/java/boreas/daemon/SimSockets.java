package boreas.daemon;

import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.ffm.Errno;
import boreas.io.DeviceException;
import boreas.sim.SimHost;
import boreas.sim.SimWorld;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The sockets of a machine of the made-up world.
final class SimSockets implements Sockets {
    private final SimWorld world;
    private final SimHost host;

    /// Ports that another program has.
    final Set<LinkAddress> taken = new HashSet<>();

    /// The same, for broadcasts; 0 none.
    int takenBeaconPort;

    /// Addresses that this machine does not have yet.
    final Set<Ip6> absent = new HashSet<>();

    /// Addresses that nobody can be bound to.
    final Set<Ip6> unheardOf = new HashSet<>();

    /// Opened, and neither used nor closed.
    final List<LinkAddress> unused = new ArrayList<>();

    int dscp;

    /// Of the broadcasts that are in use; 0 none.
    int beaconPort;

    SimSockets(SimWorld world, SimHost host) {
        this.world = world;
        this.host = host;
    }

    @Override
    public Unused open(LinkAddress bind, int dscp) throws DeviceException {
        if (taken.contains(bind) || world.isTaken(bind) || unused.contains(bind))
            throw new DeviceException("cannot bind " + bind, Errno.EADDRINUSE);
        if (unheardOf.contains(bind.ip()))
            throw new DeviceException("cannot bind " + bind, Errno.EINVAL);
        unused.add(bind);
        return new Unused() {
            @Override
            public LinkAddress local() {
                return bind;
            }

            @Override
            public boolean isAhead() {
                return absent.contains(bind.ip());
            }

            @Override
            public int use() {
                unused.remove(bind);
                return host.openPort(bind);
            }

            @Override
            public void close() {
                unused.remove(bind);
            }
        };
    }

    @Override
    public UnusedBeacons openBeacons(int port, int beaconPort, List<String> devices)
            throws DeviceException {
        var at = LinkAddress.udp(Ip6.mapped(0), beaconPort);
        if (beaconPort == takenBeaconPort)
            throw new DeviceException("cannot hear on beaconPort " + beaconPort);
        unused.add(at);
        return new UnusedBeacons() {
            @Override
            public void use() {
                unused.remove(at);
                SimSockets.this.beaconPort = beaconPort;
            }

            @Override
            public void close() {
                unused.remove(at);
            }
        };
    }

    @Override
    public void closeBeacons(int port) {
        beaconPort = 0;
    }

    @Override
    public void setDscp(int port, int dscp) {
        this.dscp = dscp;
    }

    @Override
    public void close(int port) {
        host.closePort(port);
    }
}
