package boreas.sim;

import org.junit.jupiter.api.Tag;

/// The same promises over any number of seeds: `./dev soak --seeds N`.
@Tag("soak")
class RecoverySoakTest extends RecoveryTest {}
