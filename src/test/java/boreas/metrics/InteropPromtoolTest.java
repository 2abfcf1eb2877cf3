package boreas.metrics;

import org.junit.jupiter.api.Tag;

/// The same in `./dev interop`, which has fetched the tool.
@Tag("interop")
final class InteropPromtoolTest extends PromtoolTest {}
