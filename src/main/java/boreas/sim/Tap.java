package boreas.sim;

import boreas.address.LinkAddress;

/// Sees every datagram on the made-up network, and what became of it. For traces and captures.
public interface Tap {
    enum Fate {
        SENT,
        DELIVERED,
        LOST,
        /// The link is cut, or nobody is at the address.
        NO_WAY
    }

    void onDatagram(long nowNs, LinkAddress from, LinkAddress to, byte[] bytes, Fate fate);

    /// Something else that belongs into a trace: a restart, a cut, a line of a node's log.
    void onNote(long nowNs, String who, String text);

    /// Whether notes are of any use; else nodes need not write them.
    default boolean readsNotes() {
        return true;
    }

    Tap NONE =
            new Tap() {
                @Override
                public void onDatagram(
                        long nowNs, LinkAddress from, LinkAddress to, byte[] bytes, Fate fate) {}

                @Override
                public void onNote(long nowNs, String who, String text) {}

                @Override
                public boolean readsNotes() {
                    return false;
                }
            };
}
