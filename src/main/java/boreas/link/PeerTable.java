package boreas.link;

import org.jspecify.annotations.Nullable;

/// Peers by where their datagrams come from: link port, address, UDP port.
///
/// Open addressing over primitives, because it is asked for every datagram: no allocation, no
/// boxing. Half full at most; removal rehashes the run behind the hole, so there are no tombstones.
final class PeerTable {
    private @Nullable Peer[] slots = new @Nullable Peer[64];
    private int size;

    @Nullable Peer find(int port, long hi, long lo, int udpPort) {
        int mask = slots.length - 1;
        for (int i = hash(port, hi, lo, udpPort) & mask; ; i = i + 1 & mask) {
            var peer = slots[i];
            if (peer == null) return null;
            if (peer.isAt(port, hi, lo, udpPort)) return peer;
        }
    }

    /// The peer must have an address, and no other peer of the table may have it.
    void add(Peer peer) {
        if (size * 2 >= slots.length) grow();
        insert(peer);
        size++;
    }

    void remove(Peer peer) {
        int mask = slots.length - 1;
        int i = home(peer) & mask;
        while (slots[i] != peer) {
            if (slots[i] == null) return;
            i = i + 1 & mask;
        }
        slots[i] = null;
        size--;
        for (i = i + 1 & mask; ; i = i + 1 & mask) {
            var moved = slots[i];
            if (moved == null) return;
            slots[i] = null;
            insert(moved);
        }
    }

    private void insert(Peer peer) {
        int mask = slots.length - 1;
        int i = home(peer) & mask;
        while (slots[i] != null) i = i + 1 & mask;
        slots[i] = peer;
    }

    private void grow() {
        var old = slots;
        slots = new @Nullable Peer[old.length * 2];
        for (var peer : old) if (peer != null) insert(peer);
    }

    private static int home(Peer peer) {
        return hash(peer.port(), peer.linkHi(), peer.linkLo(), peer.linkUdpPort());
    }

    private static int hash(int port, long hi, long lo, int udpPort) {
        long h = (hi * 31 + lo) * 0x9E3779B97F4A7C15L + udpPort * 0xC2B2AE3D27D4EB4FL + port;
        return (int) (h ^ h >>> 32);
    }
}
