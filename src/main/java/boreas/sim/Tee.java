package boreas.sim;

import boreas.address.LinkAddress;
import java.util.List;

/// Several taps at once.
public record Tee(List<Tap> taps) implements Tap {
    public Tee {
        taps = List.copyOf(taps);
    }

    @Override
    public void onDatagram(long nowNs, LinkAddress from, LinkAddress to, byte[] bytes, Fate fate) {
        for (var tap : taps) tap.onDatagram(nowNs, from, to, bytes, fate);
    }

    @Override
    public void onNote(long nowNs, String who, String text) {
        for (var tap : taps) tap.onNote(nowNs, who, text);
    }

    @Override
    public boolean readsNotes() {
        return taps.stream().anyMatch(Tap::readsNotes);
    }
}
