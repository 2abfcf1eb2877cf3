package boreas.sim;

import org.junit.jupiter.api.Tag;

/// The same bounds over any number of seeds: `./dev soak --seeds N`.
@Tag("soak")
class FailoverSoakTest extends FailoverTest {}
