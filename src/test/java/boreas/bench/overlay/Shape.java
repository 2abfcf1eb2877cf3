package boreas.bench.overlay;

import boreas.lab.Topology;

/// What is between the two ends.
public enum Shape {
    /// One cable.
    DIRECT("direct", 2),
    /// A node; nothing else joins the ends.
    MIDDLE("middle", 3),
    /// One cable, and addresses of one's own choice through tunnels of a site.
    SITE("ULA", 2);

    private final String text;
    private final int hosts;

    Shape(String text, int hosts) {
        this.text = text;
        this.hosts = hosts;
    }

    /// From the near end to the far one.
    Topology topology() {
        return Topology.line(hosts);
    }

    @Override
    public String toString() {
        return text;
    }
}
