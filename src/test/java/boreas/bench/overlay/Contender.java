package boreas.bench.overlay;

/// Something that joins two hosts, to be measured beside others.
public interface Contender {
    /// In tables and files.
    String name();

    /// What its program says of itself, one line.
    String version();

    boolean canLay(Shape shape);

    /// Fresh hosts, and nodes that carry a ping from end to end.
    ///
    /// @param hasOffloads whether cables take super-packets as a veth pair does
    /// @throws boreas.lab.LabException when they do not
    Overlay start(Shape shape, boolean hasOffloads);
}
