package boreas.sim;

import boreas.cryptoauth.State;
import java.util.ArrayList;
import java.util.List;

/// Notes when a host changes its path to another. A *flap* is to leave a path and to come back.
final class PathWatch {
    private static final long MINUTE_NS = 60_000_000_000L;

    private record Move(long atNs, long from, long to) {}

    private final SimHost at;
    private final SimHost with;
    private final List<Move> moves = new ArrayList<>();
    private long label = -1;

    PathWatch(SimHost at, SimHost with) {
        this.at = at;
        this.with = with;
    }

    void look(long nowNs) {
        var session = Mesh.session(at, with);
        if (session.state() != State.ESTABLISHED)
            throw new AssertionError(at.name() + " has lost its session: " + session.state());
        long now = session.paths().getFirst().label();
        if (label != -1 && now != label) moves.add(new Move(nowNs, label, now));
        label = now;
    }

    int moves() {
        return moves.size();
    }

    /// The most returns to a path that was left, within any minute.
    int flapsInAMinute() {
        int most = 0;
        for (int i = 0; i < moves.size(); i++) {
            int flaps = 0;
            var left = new ArrayList<Long>();
            for (var move : moves.subList(i, moves.size())) {
                if (move.atNs - moves.get(i).atNs > MINUTE_NS) break;
                if (left.contains(move.to)) flaps++;
                left.add(move.from);
            }
            most = Math.max(most, flaps);
        }
        return most;
    }

    @Override
    public String toString() {
        return at.name() + " to " + with.name() + ": " + moves;
    }
}
