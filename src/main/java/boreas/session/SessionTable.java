package boreas.session;

import boreas.env.RandomSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All sessions, found by the other node's address or by our receive handle, without allocation.
///
/// Two open-addressing tables of a fixed size over the same sessions, linear probing, at most half
/// full. Addresses are chosen by strangers, so their hash is seeded. Handles begin at a random
/// number in [4, 100000) and count up, so that a session of a former run is not mistaken for one of
/// this; 0 to 3 and ffffffff mean something else on the wire.
final class SessionTable {
    static final int SESSIONS_MAX = 2048;

    private static final int FIRST_HANDLE_MIN = 4;
    private static final int FIRST_HANDLE_BOUND = 100_000;
    private static final int SLOTS = 2 * SESSIONS_MAX;
    private static final int MASK = SLOTS - 1;

    static {
        assert Integer.bitCount(SLOTS) == 1;
    }

    private final @Nullable Session[] byAddress = new @Nullable Session[SLOTS];
    private final @Nullable Session[] byHandle = new @Nullable Session[SLOTS];
    private final long seed;
    private int nextHandle;
    private int size;

    SessionTable(RandomSource random) {
        seed = random.nextLong();
        nextHandle = FIRST_HANDLE_MIN + random.nextInt(FIRST_HANDLE_BOUND - FIRST_HANDLE_MIN);
    }

    @Nullable Session byAddress(long hi, long lo) {
        for (int i = hash(hi, lo); ; i = i + 1 & MASK) {
            var session = byAddress[i];
            if (session == null || session.isAt(hi, lo)) return session;
        }
    }

    @Nullable Session byHandle(int handle) {
        for (int i = hash(handle); ; i = i + 1 & MASK) {
            var session = byHandle[i];
            if (session == null || session.handle() == handle) return session;
        }
    }

    boolean isFull() {
        return size == SESSIONS_MAX;
    }

    int size() {
        return size;
    }

    /// A number that no session has.
    int takeHandle() {
        for (; ; ) {
            int handle = nextHandle++;
            if (handle >= 0 && handle < FIRST_HANDLE_MIN || handle == -1) continue;
            if (byHandle(handle) == null) return handle;
        }
    }

    /// The address must not be there yet, and there must be room.
    void add(Session session) {
        if (isFull()) throw new AssertionError("more than " + SESSIONS_MAX + " sessions");
        var address = session.address();
        int a = hash(address.hi(), address.lo());
        while (byAddress[a] != null) a = a + 1 & MASK;
        byAddress[a] = session;
        int h = hash(session.handle());
        while (byHandle[h] != null) h = h + 1 & MASK;
        byHandle[h] = session;
        size++;
    }

    void remove(Session session) {
        var address = session.address();
        int a = hash(address.hi(), address.lo());
        while (byAddress[a] != session) a = a + 1 & MASK;
        close(byAddress, a, true);
        int h = hash(session.handle());
        while (byHandle[h] != session) h = h + 1 & MASK;
        close(byHandle, h, false);
        size--;
    }

    /// Visits all of them, in no order; the table must not change meanwhile.
    void forEach(Consumer<Session> visitor) {
        for (var session : byHandle) if (session != null) visitor.accept(session);
    }

    /// Empties a slot and moves back what was pushed over it.
    private void close(@Nullable Session[] slots, int hole, boolean isByAddress) {
        slots[hole] = null;
        for (int i = hole + 1 & MASK; ; i = i + 1 & MASK) {
            var session = slots[i];
            if (session == null) return;
            int home = isByAddress ? homeByAddress(session) : hash(session.handle());
            if ((i - home & MASK) < (i - hole & MASK)) continue;
            slots[hole] = session;
            slots[i] = null;
            hole = i;
        }
    }

    private int homeByAddress(Session session) {
        return hash(session.address().hi(), session.address().lo());
    }

    private int hash(long hi, long lo) {
        long h = (hi ^ seed) * 0x9e3779b97f4a7c15L;
        h = (h ^ h >>> 32 ^ lo) * 0xd6e8feb86659fd93L;
        return (int) (h >>> 40) & MASK;
    }

    private static int hash(int handle) {
        return handle * 0x9e3779b1 >>> 16 & MASK;
    }
}
