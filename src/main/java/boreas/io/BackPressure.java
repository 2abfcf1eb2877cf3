package boreas.io;

import java.util.ArrayList;
import java.util.List;

/// Keeps programs of this host from sending more than a link can carry: while a link has no room,
/// tun devices are not read, so that their queues fill and TCP slows down.
///
/// A link that is slow, not just full for a moment, must not stop the traffic by others: after
/// [#PAUSE_NS] the devices are read once, what the link cannot take is dropped ([UdpOutbox]), and
/// they pause again. What comes from other nodes is read all the time: a router that stops reading
/// loses packets without knowing which.
final class BackPressure {
    /// Long enough for a link of 200 Mbit/s to take half of a socket's buffer of 208 KB, short
    /// enough to be no trouble for a call by another link.
    static final long PAUSE_NS = 5_000_000;

    /// A descriptor and how the poller calls it.
    record Watched(PacketDevice device, int tag) {}

    private final Poller poller;
    private final List<Watched> tuns = new ArrayList<>();
    private final List<Watched> blocked = new ArrayList<>();
    private boolean isPaused;
    private long pausedUntilNs;

    BackPressure(Poller poller) {
        this.poller = poller;
    }

    /// A device to be read only while links have room.
    void addTun(PacketDevice tun, int tag) {
        tuns.add(new Watched(tun, tag));
        if (isPaused) poller.watch(tun.fd(), tag, false, false);
    }

    /// A device is gone, of whatever kind. Before its descriptor is closed.
    void remove(PacketDevice device) {
        tuns.removeIf(watched -> watched.device() == device);
        blocked.removeIf(watched -> watched.device() == device);
    }

    /// A link was flushed, and has no room.
    void onBlocked(PacketDevice link, int tag) {
        for (int i = 0; i < blocked.size(); i++) if (blocked.get(i).device() == link) return;
        blocked.add(new Watched(link, tag));
        poller.watch(link.fd(), tag, true, true);
    }

    /// Whether tun devices rest.
    boolean isPaused() {
        return isPaused;
    }

    /// A turn begins: links that have room again are told to go on.
    void onTurn(long nowNs) {
        for (int i = blocked.size() - 1; i >= 0; i--) {
            var link = blocked.get(i);
            link.device().flush();
            if (link.device().isBlocked()) continue;
            blocked.remove(i);
            poller.watch(link.device().fd(), link.tag(), true, false);
        }
        if (isPaused && (blocked.isEmpty() || nowNs >= pausedUntilNs)) readTuns(true);
    }

    /// A turn ends in which tun devices were read.
    void onTunsRead(long nowNs) {
        if (blocked.isEmpty() || isPaused) return;
        pausedUntilNs = nowNs + PAUSE_NS;
        readTuns(false);
    }

    private void readTuns(boolean areRead) {
        isPaused = !areRead;
        for (int i = 0; i < tuns.size(); i++)
            poller.watch(tuns.get(i).device().fd(), tuns.get(i).tag(), areRead, false);
    }

    /// When [#onTurn] is wanted at the latest; `Long.MAX_VALUE` for never.
    long deadlineNs() {
        return isPaused ? pausedUntilNs : Long.MAX_VALUE;
    }
}
