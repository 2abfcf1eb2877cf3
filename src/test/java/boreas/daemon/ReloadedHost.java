package boreas.daemon;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.config.AdminConf;
import boreas.config.AuthorizedPassword;
import boreas.config.BeaconMode;
import boreas.config.CjdrouteConf;
import boreas.config.ConfDifference;
import boreas.config.EthInterfaceConf;
import boreas.config.IpTunnelConf;
import boreas.config.PeerConf;
import boreas.config.RouterConf;
import boreas.config.SecurityConf;
import boreas.config.UdpInterfaceConf;
import boreas.node.NodeCommand;
import boreas.sim.SimHost;
import boreas.sim.SimWorld;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/// A machine of the made-up world whose node is told one configuration after the other.
final class ReloadedHost {
    final SimHost host;
    final SimSockets sockets;
    final SimEthernet ethernet = new SimEthernet();
    Underlay underlay = Underlay.ANY;
    private CjdrouteConf conf;
    private List<RunningPort> ports;

    /// Starts it with its one port, and nothing else.
    ReloadedHost(SimWorld world, String name) {
        host = world.addHost(name);
        host.start();
        sockets = new SimSockets(world, host);
        var first = udp(host.address(), List.of());
        conf = conf(List.of(), List.of(first));
        ports = List.of(new RunningPort(first, 0));
    }

    CjdrouteConf conf() {
        return conf;
    }

    List<RunningPort> ports() {
        return ports;
    }

    CjdrouteConf conf(List<AuthorizedPassword> passwords, List<UdpInterfaceConf> udp) {
        return conf(host.identity(), passwords, udp);
    }

    static CjdrouteConf conf(
            Identity self, List<AuthorizedPassword> passwords, List<UdpInterfaceConf> udp) {
        return conf(self, passwords, udp, List.of());
    }

    /// A node that only relays.
    static CjdrouteConf conf(
            Identity self,
            List<AuthorizedPassword> passwords,
            List<UdpInterfaceConf> udp,
            List<EthInterfaceConf> ethernet) {
        return new CjdrouteConf(
                self,
                List.copyOf(passwords),
                new AdminConf(LinkAddress.udp(Ip6.mapped(0x7f000001), 11234), null, null),
                List.copyOf(udp),
                List.copyOf(ethernet),
                new RouterConf(
                        new RouterConf.Inside.None(),
                        List.of(),
                        List.of(),
                        null,
                        new IpTunnelConf(List.of(), List.of())),
                SecurityConf.DEFAULT,
                false,
                false,
                CjdrouteConf.DEFAULT_PIPE,
                null,
                null,
                0);
    }

    static UdpInterfaceConf udp(LinkAddress bind, List<PeerConf> peers) {
        return udp(bind, BeaconMode.OFF, peers);
    }

    static UdpInterfaceConf udp(LinkAddress bind, BeaconMode beacon, List<PeerConf> peers) {
        return new UdpInterfaceConf(
                bind,
                OptionalInt.empty(),
                beacon,
                OptionalInt.of(64512),
                List.of("all"),
                List.copyOf(peers));
    }

    static UdpInterfaceConf withBeacons(LinkAddress bind, int beaconPort) {
        return new UdpInterfaceConf(
                bind,
                OptionalInt.empty(),
                BeaconMode.ACCEPT,
                OptionalInt.of(beaconPort),
                List.of("all"),
                List.of());
    }

    /// Where it may have further ports.
    LinkAddress extraAddress(int number) {
        return LinkAddress.udp(host.address().ip(), 30_000 + number);
    }

    /// What a reload does, in one moment of the made-up time.
    ///
    /// @return its warnings
    List<String> change(CjdrouteConf next) throws ReloadRefused {
        var steps = run(next);
        conf = ConfDifference.of(conf, next).running();
        return steps.warnings();
    }

    /// What a reload does when the site refuses behind it, some moments later.
    ///
    /// @return what could not be brought back
    List<String> changeAndTakeBack(CjdrouteConf next, Runnable meanwhile) throws ReloadRefused {
        var steps = run(next);
        meanwhile.run();
        steps.takeBack(0);
        ports = steps.ports();
        return steps.lost();
    }

    private ReloadSteps run(CjdrouteConf next) throws ReloadRefused {
        var steps =
                new ReloadSteps(
                        ConfDifference.of(conf, next),
                        ports,
                        sockets,
                        ethernet,
                        new ReloadTurn.NodeDoor() {
                            @Override
                            public <R> R onCommand(NodeCommand<R> command, long nowNs) {
                                return host.command(command);
                            }
                        },
                        underlay);
        try {
            steps.prepare();
            steps.run(0);
        } finally {
            ports = steps.ports();
        }
        return steps;
    }

    /// Devices that are in both configurations.
    static final class SimEthernet implements ReloadableEthernet {
        /// Those that are there, by name.
        final Map<String, Integer> ports = new HashMap<>();

        /// What was ordered, the last at the end.
        final List<EthInterfaceConf> ordered = new ArrayList<>();

        @Override
        public void prepare(List<ConfDifference.Ethernet> interfaces) {}

        @Override
        public int port(String device) {
            return ports.getOrDefault(device, RunningPort.NONE);
        }

        @Override
        public void order(ConfDifference.Ethernet one, long nowNs) {
            ordered.add(Objects.requireNonNull(one.after()));
        }

        @Override
        public void finish(List<ConfDifference.Ethernet> interfaces, boolean isDone) {}
    }
}
