package boreas.metrics;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the process takes of the machine: memory, processor, descriptors, garbage collection. Names
/// are those that dashboards for processes and JVMs know.
///
/// Files of `/proc` are opened at the start and read again and again: later there may be no `/proc`
/// in this process's root folder.
final class ProcessFigures implements AutoCloseable {
    // proc(5), fields of stat behind the name, counted from 0
    private static final int UTIME = 11, STIME = 12, THREADS = 17, START_TIME = 19, VSIZE = 20;
    private static final int RSS_PAGES = 21;

    /// sysconf(_SC_CLK_TCK): 100 on each Linux there is.
    private static final double TICKS_PER_SECOND = 100;

    /// Of a file about one process; that about the machine has a figure for each interrupt line.
    private static final int BYTES_MAX = 8_192, MACHINE_BYTES_MAX = 1 << 18;

    private static final int AT_PAGESZ = 6, COMMON_PAGE_BYTES = 4096;
    private static final Pattern BOOT_TIME = Pattern.compile("(?m)^btime (\\d+)$");
    private static final Pattern HIGHEST = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

    private final @Nullable RandomAccessFile stat = open("/proc/self/stat");
    private final @Nullable RandomAccessFile status = open("/proc/self/status");
    private final double bootSeconds = bootSeconds();
    private final long pageBytes = pageBytes();

    void describe(Family.Set families) {
        var fields = statFields();
        if (fields.size() > RSS_PAGES) fromStat(fields, families);
        double highest = number(HIGHEST, read(status, BYTES_MAX), -1);
        if (highest >= 0)
            families.gauge(
                            "boreas_process_highest_memory_bytes",
                            "The most memory that was resident at once.")
                    .add(highest * 1024);
        virtualMachine(families);
    }

    private void fromStat(List<String> fields, Family.Set families) {
        families.counter("process_cpu_seconds", "Total user and system CPU time spent in seconds.")
                .add((number(fields, UTIME) + number(fields, STIME)) / TICKS_PER_SECOND);
        families.gauge("process_resident_memory_bytes", "Resident memory size in bytes.")
                .add(number(fields, RSS_PAGES) * pageBytes);
        families.gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.")
                .add(number(fields, VSIZE));
        families.gauge("process_threads", "Threads of the process.").add(number(fields, THREADS));
        families.gauge(
                        "process_start_time_seconds",
                        "Start time of the process since unix epoch in seconds.")
                .add(bootSeconds + number(fields, START_TIME) / TICKS_PER_SECOND);
    }

    private static void virtualMachine(Family.Set families) {
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        families.gauge("jvm_memory_used_bytes", "Used bytes of a given JVM memory area.")
                .add(heap.getUsed(), "area", "heap");
        families.gauge("jvm_memory_committed_bytes", "Committed bytes of a JVM memory area.")
                .add(heap.getCommitted(), "area", "heap");
        families.gauge("jvm_memory_max_bytes", "Max bytes of a given JVM memory area.")
                .add(heap.getMax(), "area", "heap");
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            families.counter("boreas_gc_collections", "Garbage collections.")
                    .add(Math.max(collector.getCollectionCount(), 0), "gc", collector.getName());
            families.counter("boreas_gc_seconds", "Time spent in garbage collections.")
                    .add(
                            Math.max(collector.getCollectionTime(), 0) / 1e3,
                            "gc",
                            collector.getName());
        }
        threads(families);
    }

    private static void threads(Family.Set families) {
        var threads = ManagementFactory.getThreadMXBean();
        if (!threads.isThreadCpuTimeSupported()) return;
        for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info == null || !info.getThreadName().equals("data")) continue;
            long cpuNs = threads.getThreadCpuTime(info.getThreadId());
            if (cpuNs >= 0)
                families.counter(
                                "boreas_loop_cpu_seconds",
                                "CPU time of the thread that moves the packets.")
                        .add(cpuNs / 1e9);
        }
    }

    /// Fields behind the name, which may hold blanks and brackets itself.
    private List<String> statFields() {
        var text = read(stat, BYTES_MAX);
        int close = text.lastIndexOf(')');
        return close < 0 ? List.of() : List.of(text.substring(close + 1).strip().split(" +"));
    }

    private static double number(List<String> fields, int index) {
        return Double.parseDouble(fields.get(index));
    }

    private static double number(Pattern pattern, String text, double otherwise) {
        var found = pattern.matcher(text);
        return found.find() ? Double.parseDouble(found.group(1)) : otherwise;
    }

    private static @Nullable RandomAccessFile open(String file) {
        try {
            return new RandomAccessFile(file, "r");
        } catch (IOException e) {
            return null;
        }
    }

    private static double bootSeconds() {
        var file = open("/proc/stat");
        try {
            return number(BOOT_TIME, read(file, MACHINE_BYTES_MAX), 0);
        } finally {
            close(file);
        }
    }

    private static String read(@Nullable RandomAccessFile file, int bytesMax) {
        if (file == null) return "";
        try {
            file.seek(0);
            var bytes = new byte[bytesMax];
            int length = file.read(bytes);
            return new String(bytes, 0, Math.max(length, 0), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /// From the auxiliary vector, proc(5): pairs of native words.
    private static long pageBytes() {
        try (var file = new RandomAccessFile("/proc/self/auxv", "r")) {
            var bytes = new byte[BYTES_MAX];
            int length = file.read(bytes);
            var words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            for (int at = 0; at + 2 * Long.BYTES <= length; at += 2 * Long.BYTES)
                if (words.getLong(at) == AT_PAGESZ) return words.getLong(at + Long.BYTES);
        } catch (IOException _) {
            // Then it is what nearly all machines have.
        }
        return COMMON_PAGE_BYTES;
    }

    @Override
    public void close() {
        close(stat);
        close(status);
    }

    private static void close(@Nullable RandomAccessFile file) {
        try {
            if (file != null) file.close();
        } catch (IOException _) {
            // Nothing was written.
        }
    }
}
