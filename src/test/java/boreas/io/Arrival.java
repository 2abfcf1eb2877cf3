package boreas.io;

import boreas.ffm.LibC;
import boreas.wire.Batch;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.function.LongSupplier;

/// Waits for packets on their way inside this machine: on a busy one the kernel delivers them a
/// moment after they were sent.
final class Arrival {
    private static final short POLLIN = 1;
    private static final int PATIENCE_MS = 5_000;

    private Arrival() {}

    /// Reads until so many packets came into the batch or were dropped, or nothing more comes.
    ///
    /// @param drops how many were dropped so far
    static void await(PacketDevice device, Batch batch, LongSupplier drops, int packets) {
        long before = batch.size() + drops.getAsLong();
        while (batch.size() + drops.getAsLong() - before < packets && isReadable(device))
            device.receive(batch);
    }

    /// struct pollfd of poll(2): int fd, short events, short revents.
    private static boolean isReadable(PacketDevice device) {
        try (var arena = Arena.ofConfined()) {
            var pollfd = arena.allocate(8, 4);
            pollfd.set(ValueLayout.JAVA_INT, 0, device.fd());
            pollfd.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
            return LibC.poll(pollfd.address(), 1, PATIENCE_MS) > 0;
        }
    }
}
