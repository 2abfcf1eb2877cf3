package boreas.sim;

import boreas.address.LinkAddress;
import java.util.ArrayList;
import java.util.List;

/// Somebody on the wire who keeps what passes and sends it again later, as it was or with a bit
/// turned over.
final class Replayer implements Tap {
    private record Kept(LinkAddress from, LinkAddress to, byte[] bytes) {}

    private static final int KEPT_MAX = 5_000;

    private final SimWorld world;
    private final List<Kept> kept = new ArrayList<>();

    Replayer(SimWorld world) {
        this.world = world;
    }

    @Override
    public void onDatagram(long nowNs, LinkAddress from, LinkAddress to, byte[] bytes, Fate fate) {
        if (fate == Fate.SENT && kept.size() < KEPT_MAX) kept.add(new Kept(from, to, bytes));
    }

    @Override
    public void onNote(long nowNs, String who, String text) {}

    void replay(int count, SeededRandom random) {
        for (int i = 0; i < count && !kept.isEmpty(); i++) {
            var k = kept.get(random.nextInt(kept.size()));
            byte[] bytes = k.bytes.clone();
            if (random.happens(300_000))
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            world.inject(k.from, k.to, bytes, random.between(0, 1_000_000_000L));
        }
    }
}
