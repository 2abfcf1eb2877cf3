package boreas.env;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;

/// How much the calling thread has allocated since it began, as the HotSpot virtual machine counts.
///
/// By reflection, because the product's module has no business with `jdk.management`.
public final class AllocatedBytes {
    private AllocatedBytes() {}

    /// Skips the calling test where the virtual machine does not count, or runs without its
    /// optimising compiler, which is what makes short-lived objects vanish.
    public static long ofThisThread() {
        try {
            var factory = Class.forName("java.lang.management.ManagementFactory");
            var runtime = factory.getMethod("getRuntimeMXBean").invoke(null);
            var arguments =
                    (List<?>)
                            Class.forName("java.lang.management.RuntimeMXBean")
                                    .getMethod("getInputArguments")
                                    .invoke(runtime);
            assumeFalse(
                    arguments.contains("-XX:TieredStopAtLevel=1"),
                    "the virtual machine runs without its optimising compiler");
            var threads = factory.getMethod("getThreadMXBean").invoke(null);
            return (long)
                    Class.forName("com.sun.management.ThreadMXBean")
                            .getMethod("getThreadAllocatedBytes", long.class)
                            .invoke(threads, Thread.currentThread().threadId());
        } catch (ReflectiveOperationException e) {
            return abort("this virtual machine does not count allocated bytes: " + e);
        }
    }
}
