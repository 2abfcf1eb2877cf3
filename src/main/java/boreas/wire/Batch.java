package boreas.wire;

import java.lang.foreign.Arena;

/// Packets that go through a station together: a bounded list over one slab of native memory.
///
/// The slots are made once. A driver fills a batch ([#next]), hands it over, flushes what the core
/// sent, and fills it again; a core that needs packets of its own takes them from a batch of its
/// own and empties that at the end of the turn. Owned by the data loop.
public final class Batch {
    private final Packet[] packets;
    private int size;

    public Batch(int capacity) {
        var slab = Arena.ofAuto().allocate((long) capacity * Packet.CAPACITY, 64);
        packets = new Packet[capacity];
        for (int i = 0; i < capacity; i++)
            packets[i] = new Packet(slab.asSlice((long) i * Packet.CAPACITY, Packet.CAPACITY));
    }

    public int size() {
        return size;
    }

    public int capacity() {
        return packets.length;
    }

    public boolean isFull() {
        return size == packets.length;
    }

    public Packet get(int i) {
        if (i >= size) throw new IndexOutOfBoundsException(i + " of " + size);
        return packets[i];
    }

    /// The next free packet, empty, with the usual head room; it is part of the batch from now on.
    /// Ask [#isFull] first.
    public Packet next() {
        var p = packets[size++].clear();
        p.port = 0;
        p.linkHi = p.linkLo = 0;
        p.linkUdpPort = 0;
        p.isBroadcast = false;
        return p;
    }

    /// Takes back the packet that [#next] gave last.
    public void unNext() {
        size--;
    }

    public void clear() {
        size = 0;
    }
}
