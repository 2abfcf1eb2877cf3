package boreas.lab.demo;

import java.util.List;

/// Where the demo plays: hosts, nodes, and what can be measured on them.
public interface DemoStage extends AutoCloseable {
    /// `namespaces` or `simulation`, for the report.
    String mode();

    /// One sentence for people: what is real here and what is not.
    String description();

    /// In the order in which they must be taken; later ones stand on earlier ones.
    List<DemoStep> steps();

    /// Takes everything down. May be called more than once, and from another thread.
    @Override
    void close();
}
