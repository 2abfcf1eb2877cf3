package boreas.bench;

import java.util.Locale;

/// What is measured of a row in each round.
enum Figure {
    TCP1("TCP, 1 flow, Mbit/s", 0),
    TCP1_BACK("TCP, 1 flow back, Mbit/s", 0),
    TCP1_CUBIC("TCP by CUBIC, 1 flow, Mbit/s", 0),
    TCP1_CUBIC_BACK("TCP by CUBIC, 1 flow back, Mbit/s", 0),
    TCP4("TCP, 4 flows, Mbit/s", 0),
    TCP4_BACK("TCP, 4 flows back, Mbit/s", 0),
    CPU_PER_GB("CPU s per GB, all nodes", 1),
    CPU_PER_GB_NEAR("CPU s per GB, sending end", 1),
    CPU_PER_GB_FAR("CPU s per GB, receiving end", 1),
    BACK_CPU_PER_GB("back: CPU s per GB, all nodes", 1),
    BACK_CPU_PER_GB_NEAR("back: CPU s per GB, receiving end", 1),
    BACK_CPU_PER_GB_FAR("back: CPU s per GB, sending end", 1),
    RETRANSMITS("TCP retransmissions per s, 1 flow", 0),
    UDP100_PPS("UDP 100 B, highest rate below 1 % loss, packets/s", 0),
    UDP100_CPU_US("UDP 100 B, CPU µs per packet, all nodes", 1),
    UDP1200_PPS("UDP 1200 B, highest rate below 1 % loss, packets/s", 0),
    UDP1200_CPU_US("UDP 1200 B, CPU µs per packet, all nodes", 1),
    PING_US("ping idle, median µs", 0),
    PING_BULK_P50_MS("ping under a bulk flow, median ms", 2),
    PING_BULK_P99_MS("ping under a bulk flow, p99 ms", 2),
    RSS_MIB("resident after load, larger node, MiB", 0),
    START_S("start to first reply, s", 2),
    OTHERS_CORES("cores used by others", 2);

    private final String title;
    private final int decimals;

    Figure(String title, int decimals) {
        this.title = title;
        this.decimals = decimals;
    }

    String title() {
        return title;
    }

    int decimals() {
        return decimals;
    }

    /// In files.
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
