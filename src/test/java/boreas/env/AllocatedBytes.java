package boreas.env;

import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much the calling thread has allocated since it began, as the HotSpot virtual machine counts.
/// The question itself allocates nothing.
///
/// By reflection, because the product's module has no business with `jdk.management`.
public final class AllocatedBytes {
    private static @Nullable String whyNot;
    private static final MethodHandle COUNT = find();

    private AllocatedBytes() {}

    /// Skips the calling test where the virtual machine does not count, or runs without its
    /// optimising compiler, which is what makes short-lived objects vanish.
    public static long ofThisThread() {
        if (whyNot != null) return abort("allocated bytes are not counted: " + whyNot);
        try {
            return (long) COUNT.invokeExact();
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static MethodHandle find() {
        var lookup = MethodHandles.publicLookup();
        try {
            var factory = Class.forName("java.lang.management.ManagementFactory");
            var runtime = factory.getMethod("getRuntimeMXBean").invoke(null);
            var arguments =
                    (List<?>)
                            Class.forName("java.lang.management.RuntimeMXBean")
                                    .getMethod("getInputArguments")
                                    .invoke(runtime);
            if (arguments.contains("-XX:TieredStopAtLevel=1"))
                whyNot = "the virtual machine runs without its optimising compiler";
            return lookup.findVirtual(
                            Class.forName("com.sun.management.ThreadMXBean"),
                            "getCurrentThreadAllocatedBytes",
                            MethodType.methodType(long.class))
                    .bindTo(factory.getMethod("getThreadMXBean").invoke(null));
        } catch (ReflectiveOperationException e) {
            whyNot = e.toString();
            return MethodHandles.constant(long.class, 0L);
        }
    }
}
