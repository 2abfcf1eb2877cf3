package boreas.daemon;

import boreas.ffm.LibCProcess;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/// Capabilities of the calling thread, as 64 bits, capabilities(7). Only on a platform thread.
final class ThreadCapabilities {
    // linux/capability.h
    private static final int VERSION_3 = 0x20080522;
    private static final int WORDS = 2;

    private static final Path STATUS = Path.of("/proc/thread-self/status");
    private static final String EFFECTIVE = "CapEff:";

    private ThreadCapabilities() {}

    static boolean has(long capabilities, int one) {
        return (capabilities >>> one & 1) != 0;
    }

    /// None where `/proc` does not tell.
    static long ownEffective() {
        try {
            for (var line : Files.readAllLines(STATUS))
                if (line.startsWith(EFFECTIVE))
                    return Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16);
        } catch (IOException | NumberFormatException _) {
            // no such file
        }
        return 0;
    }

    /// As the kernel writes them in `/proc`, which capsh(1) decodes.
    static String text(long capabilities) {
        return "capabilities %016x".formatted(capabilities);
    }

    /// capset(2): these are permitted and effective. The kernel takes 64 bits in two structures;
    /// the genuine program forgets the second.
    ///
    /// @param inheritable those of them which programs that it starts may get
    static int restrictTo(long capabilities, long inheritable) {
        try (var arena = Arena.ofConfined()) {
            var header = arena.allocate(ValueLayout.JAVA_INT, 2);
            header.setAtIndex(ValueLayout.JAVA_INT, 0, VERSION_3);
            var sets = arena.allocate(ValueLayout.JAVA_INT, 3L * WORDS);
            for (int word = 0; word < WORDS; word++) {
                int bits = (int) (capabilities >>> 32 * word);
                sets.setAtIndex(ValueLayout.JAVA_INT, 3L * word, bits);
                sets.setAtIndex(ValueLayout.JAVA_INT, 3L * word + 1, bits);
                sets.setAtIndex(
                        ValueLayout.JAVA_INT, 3L * word + 2, (int) (inheritable >>> 32 * word));
            }
            return LibCProcess.capset(header.address(), sets.address());
        }
    }
}
