package boreas.sim.survey;

import boreas.address.LinkAddress;
import boreas.sim.Tap;
import java.util.zip.CRC32C;

/// One number for all that was sent in a run and what became of it: two runs with the same number
/// went the same way.
final class RunDigest implements Tap {
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private final CRC32C crc = new CRC32C();
    private long digest = 1;

    @Override
    public void onDatagram(long nowNs, LinkAddress from, LinkAddress to, byte[] bytes, Fate fate) {
        if (fate == Fate.SENT) return; // what became of it comes, too
        crc.reset();
        crc.update(bytes);
        add(nowNs);
        add(from.lo() << 32 ^ to.lo());
        add(crc.getValue() << 32 | (long) bytes.length << 8 | fate.ordinal());
    }

    private void add(long value) {
        digest = Long.rotateLeft((digest ^ value) * MULTIPLIER, 29);
    }

    long value() {
        return digest;
    }

    @Override
    public void onNote(long nowNs, String who, String text) {}

    @Override
    public boolean readsNotes() {
        return false;
    }
}
