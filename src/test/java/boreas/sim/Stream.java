package boreas.sim;

import java.util.ArrayList;
import java.util.List;

/// A program that sends numbered UDP packets and hears nothing back, and one at the other end that
/// notes when they come.
final class Stream {

    final List<Long> arrivalsNs = new ArrayList<>();
    private final SimWorld world;
    private final SimHost from;
    private final SimHost to;
    private int sent;

    Stream(SimWorld world, SimHost from, SimHost to) {
        this.world = world;
        this.from = from;
        this.to = to;
        to.listen(_ -> arrivalsNs.add(world.nowNs()));
    }

    void sendEvery(long spacingNs, long durationNs) {
        for (long t = 0; t < durationNs; t += spacingNs) world.after(t, this::send);
    }

    private void send() {
        if (from.isRunning()) from.writeTun(Ip6Echo.packet(from, to, sent++));
    }

    int sent() {
        return sent;
    }
}
