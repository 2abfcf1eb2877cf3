package boreas.daemon;

import boreas.address.Identity;
import boreas.crypto.Crypto;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.env.World;
import boreas.io.Core;
import boreas.io.DataLoop;
import boreas.io.TunDevice;
import boreas.node.Node;
import boreas.node.NodeSettings;
import boreas.node.Outside;
import boreas.wire.Batch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The node as the data loop drives it.
final class LoopCore implements Core {
    private final Node node;
    private final EventLog log;
    private final Consumer<String> onLost;
    private final @Nullable SiteTunnels tunnels;
    private final NetworkChanges changes;

    /// A node whose packets go out by the loop.
    static Node node(
            Identity identity,
            World world,
            Crypto crypto,
            DataLoop loop,
            Outside outside,
            long nowNs) {
        var settings = new NodeSettings(identity, NodeSettings.DEFAULT_TUN_MTU_BYTES);
        return new Node(settings, world, crypto, loop, loop, outside, nowNs);
    }

    /// @param tunnels to other sites; null: there are none
    /// @param onLost called with a sentence when the node has lost its device and must end
    LoopCore(
            Node node,
            EventLog log,
            @Nullable SiteTunnels tunnels,
            NetworkChanges changes,
            Consumer<String> onLost) {
        this.node = node;
        this.log = log;
        this.tunnels = tunnels;
        this.changes = changes;
        this.onLost = onLost;
    }

    @Override
    public void onDatagrams(int port, Batch packets, long nowNs) {
        node.onDatagrams(port, packets, nowNs);
    }

    @Override
    public void onTun(int tunId, Batch packets, long nowNs) {
        node.onTun(tunId, packets, nowNs);
    }

    @Override
    public long nextDeadlineNs() {
        return Math.min(node.nextDeadlineNs(), changes.nextDeadlineNs());
    }

    @Override
    public void onDeadline(long nowNs) {
        changes.onDeadline(nowNs);
        node.onDeadline(nowNs);
    }

    @Override
    public void onTunLost(int tunId, TunDevice device, long nowNs) {
        if (tunnels != null && tunnels.isLost(tunId)) return;
        device.close();
        onLost.accept(device + " is gone: somebody deleted it");
    }

    /// An error of ours. The batch is lost, the node goes on: an operator prefers a node with a
    /// fault in its log to no node.
    @Override
    public void onFault(Throwable fault, long nowNs) {
        var text = new StringBuilder("fault in the data loop: ").append(fault);
        var trace = fault.getStackTrace();
        for (int i = 0; i < Math.min(trace.length, 6); i++)
            text.append(i == 0 ? " at " : " < ").append(trace[i]);
        log.event(Level.ERROR, "daemon", text.toString());
    }
}
