package boreas.daemon;

import boreas.address.PeerEndpoint;
import boreas.config.PeerConf;
import boreas.config.PeersDifference;
import boreas.link.PeerRefused;
import boreas.link.PeerSettings;
import boreas.link.PortSettings;
import boreas.node.NodeCommand;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The part of a reload that calls peers, and stops calling them.
///
/// Whom somebody else had called where the file now calls a peer gives way to the file, as at a
/// start: a peer of a site, or one by the admin interface.
final class PeerSteps {
    private final ReloadTurn turn;
    private final Predicate<PeerSettings> isInTheFile;

    /// @param isInTheFile whether the configuration that is to hold calls a peer so
    PeerSteps(ReloadTurn turn, Predicate<PeerSettings> isInTheFile) {
        this.turn = turn;
        this.isInTheFile = isInTheFile;
    }

    /// @param kind of the interface, as the file calls it
    static ReloadRefused refused(String kind, PeerConf peer, String why) {
        return new ReloadRefused(
                "interfaces.%s.connectTo \"%s\": %s".formatted(kind, peer.endpoint(), why));
    }

    static boolean isAmong(List<PeerConf> peers, PeerSettings called) {
        for (var peer : peers)
            if (NodeSetup.settings(peer, called.port()).isSameLink(called)) return true;
        return false;
    }

    /// Those that need nobody to go first.
    void callNew(int port, String kind, PeersDifference peers) throws ReloadRefused {
        if (port == RunningPort.NONE) return;
        for (var peer : peers.added()) if (peers.replacedBy(peer) == null) call(peer, port, kind);
    }

    /// Those that take the place of another.
    void replace(int port, String kind, PeersDifference peers) throws ReloadRefused {
        if (port == RunningPort.NONE) return;
        for (var peer : peers.added()) {
            var before = peers.replacedBy(peer);
            if (before == null) continue;
            stopCalling(NodeSetup.settings(before, port));
            call(peer, port, kind);
        }
    }

    /// Cannot be refused.
    void leave(int port, PeersDifference peers) {
        if (port == RunningPort.NONE) return;
        for (var peer : peers.told()) tellPeer(NodeSetup.settings(peer, port));
        for (var peer : peers.removed())
            if (peers.replacing(peer) == null) stopCalling(NodeSetup.settings(peer, port));
    }

    /// Whoever told the node to.
    List<PeerSettings> called(int port) {
        return turn.tell(new NodeCommand.AskPortSettings(port))
                .map(PortSettings::peers)
                .orElse(List.of());
    }

    /// As it was before.
    void callAgain(PeerSettings settings) {
        var refusal = turn.tell(new NodeCommand.Connect(settings));
        if (refusal.isPresent())
            turn.lost("connectTo \"%s\": %s".formatted(settings.endpoint(), refusal.get().text()));
    }

    private void call(PeerConf peer, int port, String kind) throws ReloadRefused {
        var settings = NodeSetup.settings(peer, port);
        // Somebody called it by the admin interface.
        if (tellPeer(settings)) return;
        takeOver(settings);
        var refusal = turn.tell(new NodeCommand.Connect(settings));
        if (refusal.equals(Optional.of(PeerRefused.Reason.ADDRESS_TAKEN)) && isThere(settings)) {
            stopCalling(
                    settings,
                    other ->
                            other.key().equals(settings.key())
                                    && other.endpoint() instanceof PeerEndpoint.Named);
            refusal = turn.tell(new NodeCommand.Connect(settings));
        }
        if (refusal.isPresent()) throw refused(kind, peer, refusal.get().text());
        turn.undo(() -> turn.tell(new NodeCommand.StopCalling(settings)));
    }

    /// Its link goes on. @return false when nobody is called so
    private boolean tellPeer(PeerSettings settings) {
        for (var before : called(settings.port()))
            if (before.isSameLink(settings))
                turn.undo(() -> turn.tell(new NodeCommand.TellPeer(before)));
        return turn.tell(new NodeCommand.TellPeer(settings));
    }

    private void takeOver(PeerSettings settings) {
        stopCalling(settings, other -> other.endpoint().equals(settings.endpoint()));
    }

    /// @param isIt whom, of those on the same port that are not in the file
    private void stopCalling(PeerSettings settings, Predicate<PeerSettings> isIt) {
        for (var other : called(settings.port()))
            if (isIt.test(other) && !isInTheFile.test(other)) stopCalling(other);
    }

    private void stopCalling(PeerSettings settings) {
        if (turn.tell(new NodeCommand.StopCalling(settings))) turn.undo(() -> callAgain(settings));
    }

    /// Whether this node is a peer at the address already: by a name that has it.
    private boolean isThere(PeerSettings settings) {
        var where = settings.endpoint().toString();
        for (var peer : turn.tell(new NodeCommand.TakeSnapshot()).peers())
            if (peer.port() == settings.port()
                    && peer.linkAddress().equals(where)
                    && peer.address().key().equals(settings.key())) return true;
        return false;
    }
}
