package boreas.site;

/// Ports from the first to the last one, both included.
public record PortRange(int first, int last) implements Comparable<PortRange> {
    static final int PORT_MAX = 65535;

    public PortRange {
        if (first < 1 || last < first || last > PORT_MAX)
            throw new IllegalArgumentException("ports " + first + " to " + last);
    }

    public boolean contains(int port) {
        return port >= first && port <= last;
    }

    @Override
    public int compareTo(PortRange other) {
        int c = Integer.compare(first, other.first);
        return c != 0 ? c : Integer.compare(last, other.last);
    }

    /// `22` or `8000-8010`.
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
