package boreas.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The kernel's own counters of a network device.
///
/// @param in frames that the device handed to the kernel
/// @param out frames that the kernel handed to the device
record DeviceCount(String device, long in, long out) {
    private static final Path COUNTERS = Path.of("/proc/thread-self/net/dev");

    /// Frames in and out, read by a thread inside the device's namespace.
    static long frames(String device) {
        var count = first(device);
        if (count == null) throw new LabException("no counters of " + device);
        return count.in + count.out;
    }

    /// The first device whose name begins so.
    static @Nullable DeviceCount first(String prefix) {
        try {
            for (var line : Files.readAllLines(COUNTERS)) {
                var words = line.strip().split("[:\\s]+");
                if (words.length > 10 && words[0].startsWith(prefix) && !words[1].startsWith("b"))
                    return new DeviceCount(
                            words[0], Long.parseLong(words[2]), Long.parseLong(words[10]));
            }
        } catch (IOException e) {
            throw new LabException("no counters of " + prefix + ": " + e.getMessage(), e);
        }
        return null;
    }
}
