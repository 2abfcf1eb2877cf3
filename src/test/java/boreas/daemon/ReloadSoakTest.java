package boreas.daemon;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The long count of [RandomReloadTest].
@Tag("soak")
class ReloadSoakTest {
    @Test
    void threeThousandRandomChanges() {
        RandomReloadTest.run(1_000, 3_000);
    }
}
