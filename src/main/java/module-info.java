/// A cjdns node.
///
/// One module, small packages in one staircase; `ARCHITECTURE.md` has the map and `LayersTest`
/// holds it.
module boreas {
    requires static org.jspecify;
    requires info.picocli;
    requires io.prometheus.metrics.config;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires java.logging;
    requires java.management;
    requires jdk.unsupported; // SIGHUP
    requires org.dnsjava;
    requires org.slf4j;

    opens boreas.cli to
            info.picocli;
}
