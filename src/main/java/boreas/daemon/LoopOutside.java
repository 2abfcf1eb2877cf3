package boreas.daemon;

import boreas.address.PeerEndpoint;
import boreas.env.EventLog;
import boreas.link.KnownPeer;
import boreas.node.NodeCommand;
import boreas.node.Outside;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.lookup.LookupSession;

/// What the node asks of the process: names and memory. The data loop only leaves a note with the
/// thread for each.
final class LoopOutside implements Outside {
    private static final Path HOSTS = Path.of("/etc/hosts");

    private final HostsFile hosts = new HostsFile(HOSTS);
    private final ControlThread resolving;
    private final Underlay underlay;
    private final PeersMemory memory;
    private final EventLog log;
    private @Nullable LoopGate gate; // set once, before the loop runs
    private @Nullable SiteTunnels tunnels; // the same
    private @Nullable PeerNames names; // the thread's that resolves

    LoopOutside(ControlThread resolving, Underlay underlay, PeersMemory memory, EventLog log) {
        this.resolving = resolving;
        this.underlay = underlay;
        this.memory = memory;
        this.log = log;
    }

    /// Where answers go; the node that asks must be made first.
    void attach(LoopGate gate, @Nullable SiteTunnels tunnels) {
        this.gate = gate;
        this.tunnels = tunnels;
    }

    @Override
    public void resolve(long peerId, PeerEndpoint.Named name) {
        // When it is left out, the node asks again.
        var _ = resolving.later("peer name \"" + name + "\"", () -> names().resolve(peerId, name));
    }

    private PeerNames names() {
        var known = names;
        if (known != null) return known;
        var answers = gate;
        if (answers == null) throw new AssertionError("a name was asked for before the loop runs");
        known =
                new PeerNames(
                        hosts,
                        LookupSession.defaultBuilder().build(),
                        underlay,
                        (peerId, addresses) ->
                                answers.tell(new NodeCommand.Resolved(peerId, addresses)),
                        log);
        names = known;
        return known;
    }

    @Override
    public void remember(List<KnownPeer> peers) {
        memory.remember(peers);
    }

    @Override
    public void onTunnelStuck(int tunId) {
        if (tunnels != null) tunnels.onStuck(tunId);
    }
}
