package boreas.interop;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The story without its database, which would have to be installed.
class SiteStoryScenarioTest extends SiteStoryScenario {
    @Test
    void everyCommandOfThePageButThoseOfTheDatabaseWorks() throws Exception {
        Programs.assumeNamespaces();
        tell(List.of("The database"));
    }
}
