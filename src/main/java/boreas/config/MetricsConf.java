package boreas.config;

import boreas.address.LinkAddress;

/// Where the node's figures can be collected.
public sealed interface MetricsConf {
    /// A loopback address; port 0 lets the system choose.
    record Tcp(LinkAddress bind) implements MetricsConf {}

    /// A Unix socket.
    record Socket(String file) implements MetricsConf {}
}
