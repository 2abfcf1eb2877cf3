package boreas.switching;

import boreas.address.LinkAddress;
import boreas.env.Verdict;
import boreas.wire.Packet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A peer that writes down what it gets.
final class FakeSlot implements Slot {
    final List<String> frames = new ArrayList<>();
    final List<String> linkPongs = new ArrayList<>();
    @Nullable LinkAddress linkAddress;
    Verdict verdict = Verdict.OK;

    @Override
    public Verdict take(Packet frame, long nowNs) {
        frames.add(frame.toString());
        return verdict;
    }

    @Override
    public void onLinkPong(Packet pong, int dataAt, int version, long nowNs) {
        linkPongs.add("v" + version + " " + pong.toString().substring(dataAt * 2));
    }

    @Override
    public @Nullable LinkAddress linkAddress() {
        return linkAddress;
    }
}
