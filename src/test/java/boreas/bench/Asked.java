package boreas.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boreas.interop.Programs;

/// Which measurement `./dev bench` asks for.
final class Asked {
    private Asked() {}

    /// Skips one that nobody asked for, or for which this machine allows no namespaces.
    static void assume(String measurement) {
        assumeTrue(
                measurement.equals(System.getProperty("boreas.bench")),
                "not asked for by ./dev bench " + measurement);
        Programs.assumeNamespaces();
    }
}
