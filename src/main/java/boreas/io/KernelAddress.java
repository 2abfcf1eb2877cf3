package boreas.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A `sockaddr` in native memory, used again for each packet.
abstract sealed class KernelAddress permits SocketAddress, LinkLayerAddress {
    static final ValueLayout.OfShort BE_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt BE_INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final int FAMILY = 0;

    private final MemorySegment memory;
    private final MemorySegment lengthMemory;

    KernelAddress(int bytes, int family) {
        var arena = Arena.ofAuto();
        memory = arena.allocate(bytes, 8);
        lengthMemory = arena.allocate(ValueLayout.JAVA_INT);
        memory.set(ValueLayout.JAVA_SHORT, FAMILY, (short) family);
    }

    final MemorySegment memory() {
        return memory;
    }

    final long address() {
        return memory.address();
    }

    final int length() {
        return (int) memory.byteSize();
    }

    /// Where recvfrom(2) reads how much room there is, and writes how much it used.
    final long resetLength() {
        lengthMemory.set(ValueLayout.JAVA_INT, 0, length());
        return lengthMemory.address();
    }
}
