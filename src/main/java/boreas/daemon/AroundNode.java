package boreas.daemon;

import boreas.address.LinkAddress;
import boreas.admin.AdminException;
import boreas.admin.Surroundings;
import boreas.env.Counters;
import boreas.io.DataLoop;
import boreas.io.DeviceException;
import boreas.io.UdpSocket;
import boreas.link.PortInfo;
import boreas.node.Node;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/// What the admin interface may ask of the process.
final class AroundNode implements Surroundings {
    private final String program;
    private final DataLoop loop;
    private final Node node;
    private final Counters counters;
    private final LoopGate gate;
    private final Runnable stop;

    AroundNode(
            String program,
            DataLoop loop,
            Node node,
            Counters counters,
            LoopGate gate,
            Runnable stop) {
        this.program = program;
        this.loop = loop;
        this.node = node;
        this.counters = counters;
        this.gate = gate;
        this.stop = stop;
    }

    @Override
    public String program() {
        return program;
    }

    @Override
    public long processId() {
        return ProcessHandle.current().pid();
    }

    @Override
    public CompletableFuture<OpenedPort> openUdp(LinkAddress bind, int dscp, int beaconPort) {
        try {
            var socket = UdpSocket.open(bind, dscp, counters);
            var opened =
                    gate.onLoop(nowNs -> {
                        int port = loop.addLink(socket);
                        var info = node.onCommand(NodeSetup.portOf(socket.local()), nowNs);
                        assert info.port() == port : info + " is port " + port + " of the loop";
                        return new OpenedPort(info, socket.local());
                    });
            // Refused at the gate: the loop, which would close it, never hears of the socket.
            return opened.whenComplete((_, fault) -> {
                if (fault instanceof RejectedExecutionException) socket.close();
            });
        } catch (DeviceException e) {
            throw new AdminException(AdminException.Kind.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public CompletableFuture<PortInfo> openEthernet(String device) {
        throw new AdminException(AdminException.Kind.REFUSED, "no Ethernet in this build");
    }

    @Override
    public List<String> ethernetDevices() {
        return List.of();
    }

    @Override
    public CompletableFuture<List<String>> beaconDevices(int port) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletableFuture<Void> setBeaconDevices(int port, List<String> devices) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<List<LinkAddress>> beaconAddresses(int port) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public List<String> broadcastDevices() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(AroundNode::hasBroadcast)
                    .map(NetworkInterface::getName)
                    .toList();
        } catch (SocketException _) {
            return List.of(); // no device at all
        }
    }

    private static boolean hasBroadcast(NetworkInterface device) {
        return device.getInterfaceAddresses().stream()
                .map(InterfaceAddress::getBroadcast)
                .anyMatch(broadcast -> broadcast != null);
    }

    @Override
    public void stop() {
        stop.run();
    }
}
