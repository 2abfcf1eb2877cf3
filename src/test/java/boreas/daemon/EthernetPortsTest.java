package boreas.daemon;

import static boreas.io.NetworkNamespace.ip;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.config.BeaconMode;
import boreas.config.EthInterfaceConf;
import boreas.crypto.CryptoProviders;
import boreas.cryptoauth.Credentials;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.SetClock;
import boreas.env.Timers;
import boreas.env.World;
import boreas.io.DataLoop;
import boreas.io.EthernetDevice;
import boreas.io.NetworkDevices;
import boreas.io.NetworkNamespace;
import boreas.link.BeaconState;
import boreas.link.PeerSettings;
import boreas.link.PortInfo;
import boreas.node.Node;
import boreas.node.NodeCommand;
import boreas.node.NodeSnapshot;
import boreas.node.Outside;
import boreas.wire.Batch;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// A cable between two devices of one namespace. The clock stands still, so nothing happens but by
/// what the kernel tells; turns are bounded by the loop's own waiting.
class EthernetPortsTest {
    private static final int TURNS_MAX = 40;

    private final SystemRandom random = new SystemRandom();
    private final Counters counters = new Counters();

    @Test
    void aDeviceOpenedByAnOperatorComesBackWithItsPeersAndBeacons() throws Exception {
        onACable(host -> {
            var opened = host.ports.open("near");
            host.turnUntil(opened::isDone);
            int port = opened.join().port();
            host.tell(new NodeCommand.SetBeacon(port, BeaconState.SEND));
            assertThat(host.tell(new NodeCommand.Connect(peer(port)))).isEmpty();
            ip("link del near");
            host.turnUntil(() -> host.portList().isEmpty());
            assertThat(host.snapshot().peers()).isEmpty();
            addCable();
            host.turnUntil(() -> !host.portList().isEmpty());
            assertThat(host.portList().getFirst().port()).isNotEqualTo(port);
            assertThat(host.portList().getFirst().beacon()).isEqualTo(BeaconState.SEND);
            assertThat(host.snapshot().peers())
                    .singleElement()
                    .satisfies(one -> assertThat(one.linkAddress()).isEqualTo("01:02:03:04:05:06"));
        });
    }

    @Test
    void aDeviceThatGetsItsCarrierShoutsAgain() throws Exception {
        onACable(host -> {
            ip("link set far down");
            host.ports.start(
                    List.of(new EthInterfaceConf("near", BeaconMode.SEND_AND_ACCEPT, List.of())),
                    0);
            ip("link set far up");
            var far = NetworkDevices.find("far");
            if (far == null) throw new AssertionError("no device far");
            var batch = new Batch(32);
            try (var ear = EthernetDevice.open(far, counters)) {
                host.turnUntil(() -> {
                    ear.receive(batch);
                    return batch.size() > 0;
                });
            }
            assertThat(batch.get(0).isBroadcast).isTrue();
        });
    }

    @Test
    void afterTheEndNoDeviceIsTaken() throws Exception {
        onACable(host -> {
            host.ports.close();
            assertThat(host.ports.open("near")).isCompletedExceptionally();
        });
    }

    private PeerSettings peer(int port) {
        var key = Identity.generate(random, CryptoProviders.choose()).publicKey();
        var mac = new PeerEndpoint.Numeric(LinkAddress.ethernet(0x010203040506L));
        return new PeerSettings(port, mac, key, Credentials.of(null, "secret"), null, 0);
    }

    private interface Scenario {
        void run(Host host) throws Exception;
    }

    private void onACable(Scenario scenario) throws Exception {
        NetworkNamespace.in(() -> {
            addCable();
            try (var control = new ControlThread("bt-control", EventLog.SILENT);
                    var loop = new DataLoop(new SetClock(), counters)) {
                var host = new Host(loop, control);
                try (host.ports) {
                    scenario.run(host);
                }
            }
            return null;
        });
    }

    private static void addCable() throws Exception {
        ip("link add near type veth peer name far");
        ip("link set near up");
        ip("link set far up");
    }

    private final class Host {
        private final DataLoop loop;
        private final Node node;
        private final LoopCore core;
        final EthernetPorts ports;

        Host(DataLoop loop, ControlThread control) {
            this.loop = loop;
            var crypto = CryptoProviders.choose();
            var world = new World(random, new Timers(), counters, EventLog.SILENT);
            node =
                    LoopCore.node(
                            Identity.generate(random, crypto),
                            world,
                            crypto,
                            loop,
                            Outside.NOTHING,
                            0);
            var changes = new NetworkChanges(SystemClock.INSTANCE, node, EventLog.SILENT);
            core = new LoopCore(node, EventLog.SILENT, null, changes, _ -> {});
            ports = new EthernetPorts(loop, node, counters, control, EventLog.SILENT);
        }

        <R> R tell(NodeCommand<R> command) {
            return node.onCommand(command, 0);
        }

        NodeSnapshot snapshot() {
            return tell(new NodeCommand.TakeSnapshot());
        }

        List<PortInfo> portList() {
            return snapshot().ports();
        }

        void turnUntil(BooleanSupplier isDone) {
            for (int i = 0; i < TURNS_MAX && !isDone.getAsBoolean(); i++) loop.turn(core);
            assertThat(isDone.getAsBoolean()).isTrue();
        }
    }
}
