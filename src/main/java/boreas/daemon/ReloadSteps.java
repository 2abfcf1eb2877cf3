package boreas.daemon;

import boreas.config.ConfDifference;
import boreas.config.EthInterfaceConf;
import boreas.link.KnownPeer;
import boreas.link.PeerSettings;
import boreas.link.PortInfo;
import boreas.node.NodeCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Carries a [ConfDifference] into a running node: all of it, or nothing.
///
/// ```
///   prepare   sockets that are new are opened          no thread of the node's is needed
///   run       what can be refused: passwords, ports,   each step leaves behind how it is undone
///             peers that are new, beacons' sockets
///             ---- from here on nothing is refused here ----
///             what goes: peers, ports, those who came in by a password that is gone
///   takeBack  when something else refuses the change   the steps undone, the last one first
/// ```
///
/// Nothing that both configurations have is touched: its link does not lose a packet. A peer that
/// takes the place of another at the same address, and a socket that wants the port of one that
/// goes, can only come after that is gone; they are the last that may be refused here.
///
/// What is taken back is as it was, whoever had brought it, the file, a site or the admin
/// interface; but links that were cut begin anew: those who called us are greeted, as after a
/// restart. A port that was closed has another number, which people do not see: what they call it
/// by is the same. A socket that comes is called by the lowest number that is free when all is
/// done, so that whoever asks for interface 0 finds the one that took its place.
final class ReloadSteps {
    private static final String ETHERNET = "ETHInterface";

    private final ConfDifference difference;
    private final ReloadableEthernet ethernet;
    private final Underlay underlay;
    private final ReloadTurn turn;
    private final PasswordSteps passwords;
    private final PeerSteps peers;
    private final List<UdpWay> ways;
    private List<RunningPort> ports;
    private List<KnownPeer> known = List.of();

    /// @param ports of the node as it runs
    ReloadSteps(
            ConfDifference difference,
            List<RunningPort> ports,
            Sockets sockets,
            ReloadableEthernet ethernet,
            ReloadTurn.NodeDoor node,
            Underlay underlay) {
        this.difference = difference;
        this.ports = ports;
        this.ethernet = ethernet;
        this.underlay = underlay;
        turn = new ReloadTurn(node);
        passwords = new PasswordSteps(difference, turn);
        peers = new PeerSteps(turn, this::isInTheFile);
        ways = ways(sockets);
    }

    private List<UdpWay> ways(Sockets sockets) {
        var made = new ArrayList<UdpWay>();
        var left = new ArrayList<>(ports);
        for (var udp : difference.udp()) {
            int number = RunningPort.NONE;
            for (var port : left) {
                if (!port.conf().equals(udp.before())) continue;
                number = port.port();
                left.remove(port);
                break;
            }
            made.add(new UdpWay(udp, number, sockets, turn, peers));
        }
        return made;
    }

    /// The ports as they are when [#run] is over, whether it was refused or not, or [#takeBack].
    List<RunningPort> ports() {
        return ports;
    }

    /// What is not as it should be and hinders nothing, after [#prepare].
    List<String> warnings() {
        return ways.stream().map(UdpWay::warning).filter(Objects::nonNull).toList();
    }

    /// What could not be brought back, when [#run] was refused or after [#takeBack].
    List<String> lost() {
        return turn.lost();
    }

    /// Opens what can be opened beside what there is.
    void prepare() throws ReloadRefused {
        for (var way : ways) way.checkPeers(underlay);
        try {
            for (var way : ways) way.prepare(ways);
        } catch (ReloadRefused e) {
            abandon();
            throw e;
        }
    }

    /// Closes what was opened and not used.
    void abandon() {
        for (var way : ways) way.abandon();
    }

    /// On the thread that owns the node, in one go.
    void run(long nowNs) throws ReloadRefused {
        turn.at(nowNs);
        known = turn.tell(new NodeCommand.AskKnownPeers());
        for (var way : ways) way.noteIfNum(portsOfTheNode());
        try {
            passwords.change();
            for (var way : ways) way.openBeside();
            for (var way : ways) way.openOtherBeacons();
            for (var way : ways) way.callNew();
            for (var one : difference.ethernet()) peers.callNew(port(one), ETHERNET, one.peers());
            for (var way : ways) way.openInPlace(ways);
            for (var way : ways) way.replacePeers();
            for (var one : difference.ethernet()) peers.replace(port(one), ETHERNET, one.peers());
        } catch (ReloadRefused e) {
            takeBack(nowNs);
            throw e;
        }
        for (var way : ways) way.leave();
        for (var one : difference.ethernet()) leave(one);
        passwords.sendAway();
        for (var way : ways) way.takeLowestIfNum(portsOfTheNode());
        ports = portsNow(true);
    }

    private List<PortInfo> portsOfTheNode() {
        return turn.tell(new NodeCommand.TakeSnapshot()).ports();
    }

    private void leave(ConfDifference.Ethernet one) {
        if (one.before() == null || one.after() == null) return;
        peers.leave(port(one), one.peers());
        ethernet.order(one, turn.nowNs());
        turn.undo(() -> ethernet.order(one.reversed(), turn.nowNs()));
    }

    /// Undoes [#run], on the same thread.
    void takeBack(long nowNs) {
        turn.at(nowNs);
        turn.takeBack();
        for (var way : ways) way.takeIfNumBack();
        abandon();
        ports = portsNow(false);
        var again = known.stream().map(this::asNumberedNow);
        // What could not be brought back is no reason to greet by another port.
        turn.tell(new NodeCommand.Greet(again.filter(p -> p.port() != RunningPort.NONE).toList()));
    }

    private KnownPeer asNumberedNow(KnownPeer peer) {
        for (var way : ways) if (way.wasPort(peer.port())) return peer.from(way.port());
        return peer;
    }

    /// After a refusal too: what was brought back has another number.
    private List<RunningPort> portsNow(boolean isDone) {
        return ways.stream().map(way -> way.running(isDone)).filter(Objects::nonNull).toList();
    }

    private boolean isInTheFile(PeerSettings peer) {
        for (var way : ways) if (way.calls(peer)) return true;
        for (var one : difference.ethernet())
            if (port(one) == peer.port()
                    && one.after() instanceof EthInterfaceConf after
                    && PeerSteps.isAmong(after.connectTo(), peer)) return true;
        return false;
    }

    /// Of a device that is in both files, and there.
    private int port(ConfDifference.Ethernet one) {
        return one.before() == null || one.after() == null
                ? RunningPort.NONE
                : ethernet.port(one.after().bind());
    }
}
