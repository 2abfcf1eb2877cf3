package boreas.daemon;

import boreas.address.LinkAddress;
import boreas.env.Counters;
import boreas.io.BeaconSocket;
import boreas.io.DataLoop;
import boreas.io.DeviceException;
import java.util.List;

/// The sockets of the data loop.
final class LoopSockets implements Sockets {
    private final DataLoop loop;
    private final Counters counters;

    LoopSockets(DataLoop loop, Counters counters) {
        this.loop = loop;
        this.counters = counters;
    }

    @Override
    public Unused open(LinkAddress bind, int dscp) throws DeviceException {
        var opened = OpenedUdp.at(bind, dscp, counters);
        var socket = opened.socket();
        return new Unused() {
            @Override
            public LinkAddress local() {
                return socket.local();
            }

            @Override
            public boolean isAhead() {
                return opened.isAhead();
            }

            @Override
            public int use() {
                return loop.addLink(socket);
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }

    @Override
    public UnusedBeacons openBeacons(int port, int beaconPort, List<String> devices)
            throws DeviceException {
        var data = loop.udp(port);
        if (data == null) throw new AssertionError("port " + port + " is no UDP socket");
        var beacons = BeaconSocket.open(data, beaconPort, devices, counters);
        return new UnusedBeacons() {
            @Override
            public void use() {
                loop.removeBeacons(port);
                loop.addBeacons(port, beacons);
            }

            @Override
            public void close() {
                beacons.close();
            }
        };
    }

    @Override
    public void closeBeacons(int port) {
        loop.removeBeacons(port);
    }

    @Override
    public void setDscp(int port, int dscp) {
        var socket = loop.udp(port);
        if (socket != null) socket.setDscp(dscp);
    }

    @Override
    public void close(int port) {
        loop.removeLink(port);
    }
}
