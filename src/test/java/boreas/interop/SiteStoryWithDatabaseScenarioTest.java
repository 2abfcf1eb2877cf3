package boreas.interop;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interop")
class SiteStoryWithDatabaseScenarioTest extends SiteStoryScenario {
    @Test
    void everyCommandOfThePageWorks() throws Exception {
        Programs.assumeNamespaces();
        MariaDb.assumeInstalled();
        tell(List.of());
    }
}
