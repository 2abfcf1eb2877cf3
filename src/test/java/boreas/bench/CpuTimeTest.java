package boreas.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CpuTimeTest {
    @Test
    void userAndSystemTimeOfAProcessWhateverItIsCalled() {
        // proc(5): pid (comm) state ppid pgrp session tty tpgid flags minflt cminflt majflt
        // cmajflt utime stime ...
        assertThat(CpuTime.ofStat("7 (a) b ) c) S 1 7 7 0 -1 4 10 11 12 13 250 50 99 99 20 0 9 0"))
                .isEqualTo(3.0);
    }

    @Test
    void theMachineWorksUnlessItIsIdleOrWaitsForADisk() {
        // user nice system idle iowait irq softirq steal guest guest_nice
        assertThat(CpuTime.ofMachine("cpu  100 20 30 5000 700 5 5 40 60 0")).isEqualTo(2.0);
    }

    @Test
    void residentMemoryIsReadFromTheStatus() {
        assertThat(CpuTime.ofStatus("Name:\tx\nVmRSS:\t   2048 kB\nThreads:\t3\n")).isEqualTo(2048);
        assertThat(CpuTime.ofStatus("Name:\tkthread\n")).isZero();
    }

    @Test
    void thisProcessHasWorkedAndHasMemory() {
        var self = List.of(ProcessHandle.current().pid());
        assertThat(CpuTime.seconds(self)).isPositive().isLessThan(CpuTime.machineSeconds());
        assertThat(CpuTime.residentMib(self)).isPositive();
    }

    @Test
    void aProcessThatHasEndedCountsNothing() {
        var none = List.of(Long.MAX_VALUE);
        assertThat(CpuTime.seconds(none)).isZero();
        assertThat(CpuTime.residentMib(none)).isZero();
    }
}
