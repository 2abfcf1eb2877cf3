package boreas.site;

import java.util.Locale;

/// What a rule is about.
public enum Protocol {
    /// Whatever goes in IPv4 or IPv6.
    ANY,
    TCP,
    UDP,
    /// ICMP of either kind: echo, and errors that belong to no connection.
    ICMP,
    /// IPv4 or IPv6 in IPv6. Never in a file: a plan for a machine with kernel tunnels needs it.
    TUNNEL;

    boolean hasPorts() {
        return this == TCP || this == UDP;
    }

    /// As the file writes it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
