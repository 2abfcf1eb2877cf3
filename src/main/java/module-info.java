/// A cjdns node.
///
/// One module, small packages in one staircase; `ARCHITECTURE.md` has the map and `LayersTest`
/// holds it.
module boreas {
    requires static org.jspecify;
    requires info.picocli;
    requires java.logging;
    requires org.dnsjava;
    requires org.slf4j;

    opens boreas.cli to
            info.picocli;
}
