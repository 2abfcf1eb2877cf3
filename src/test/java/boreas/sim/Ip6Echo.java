package boreas.sim;

import java.util.ArrayList;
import java.util.List;

/// Programs at the tun devices of two hosts: one sends numbered UDP packets, the other sends each
/// back. What comes back is noted with its time.
final class Ip6Echo {
    private static final int HEADER_BYTES = 40;
    private static final int UDP = 17;

    /// @param number of the packet
    record Answer(int number, long sentNs, long nowNs) {}

    final List<Answer> answers = new ArrayList<>();
    private final List<Long> sentNs = new ArrayList<>();
    private final SimWorld world;
    private final SimHost from;
    private final SimHost to;

    Ip6Echo(SimWorld world, SimHost from, SimHost to) {
        this.world = world;
        this.from = from;
        this.to = to;
        to.listen(p -> to.writeTun(packet(to, from, number(p))));
        from.listen(this::onAnswer);
    }

    /// One packet now.
    void send() {
        sentNs.add(world.nowNs());
        if (from.isRunning()) from.writeTun(packet(from, to, sentNs.size() - 1));
    }

    /// A packet each so often, for so long.
    void sendEvery(long spacingNs, long durationNs) {
        for (long t = 0; t < durationNs; t += spacingNs) world.after(t, this::send);
    }

    int sent() {
        return sentNs.size();
    }

    /// When the first answer came to a packet sent at or after a moment; [Long#MAX_VALUE] never.
    long firstAnswerNs(long sinceNs) {
        for (var a : answers) if (a.sentNs >= sinceNs) return a.nowNs;
        return Long.MAX_VALUE;
    }

    private void onAnswer(byte[] p) {
        if (p[6] != UDP) return;
        int number = number(p);
        answers.add(new Answer(number, sentNs.get(number), world.nowNs()));
    }

    static byte[] packet(SimHost from, SimHost to, int number) {
        byte[] p = new byte[HEADER_BYTES + 20];
        p[0] = 0x60;
        p[5] = 20;
        p[6] = UDP;
        p[7] = 64;
        from.ip6().copyTo(p, 8);
        to.ip6().copyTo(p, 24);
        for (int i = 0; i < 4; i++) p[HEADER_BYTES + i] = (byte) (number >>> 24 - 8 * i);
        return p;
    }

    private static int number(byte[] p) {
        int n = 0;
        for (int i = 0; i < 4; i++) n = n << 8 | (p[HEADER_BYTES + i] & 0xff);
        return n;
    }
}
