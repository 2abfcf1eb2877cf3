package boreas.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/// Processor time and memory as the kernel accounts them.
///
/// `utime` and `stime` of `/proc/PID/stat` hold all threads of a process, those that have ended
/// too. They are shown in ticks of 10 ms; what is behind them is exact.
final class CpuTime {
    private static final double TICKS_PER_SECOND = 100;

    // fields of stat(5), counted from the one behind the name
    private static final int USER = 11, SYSTEM = 12;

    // columns of the line `cpu` of /proc/stat
    private static final int IDLE = 4, IO_WAIT = 5, STEAL = 8;

    private CpuTime() {}

    /// Of processes so far; one that has ended counts nothing.
    static double seconds(Collection<Long> pids) {
        double sum = 0;
        for (long pid : pids) {
            var stat = read("/proc/" + pid + "/stat");
            if (!stat.isEmpty()) sum += ofStat(stat);
        }
        return sum;
    }

    /// `PID (name) STATE ...`, and the name may hold anything.
    static double ofStat(String stat) {
        var words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(words[USER]) + Long.parseLong(words[SYSTEM])) / TICKS_PER_SECOND;
    }

    /// What all processors of the machine have worked so far.
    static double machineSeconds() {
        return ofMachine(read("/proc/stat").lines().findFirst().orElse(""));
    }

    /// Time that a hypervisor gave to others is work too: somebody else's.
    static double ofMachine(String line) {
        var words = line.strip().split("\\s+");
        long sum = 0;
        for (int i = 1; i < words.length && i <= STEAL; i++)
            if (i != IDLE && i != IO_WAIT) sum += Long.parseLong(words[i]);
        return sum / TICKS_PER_SECOND;
    }

    /// Resident memory of processes together.
    static double residentMib(Collection<Long> pids) {
        double sum = 0;
        for (long pid : pids) sum += ofStatus(read("/proc/" + pid + "/status")) / 1024.0;
        return sum;
    }

    /// `VmRSS: 12345 kB`; 0 without.
    static long ofStatus(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
                .findFirst()
                .orElse(0);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }
}
