package boreas.daemon;

import boreas.config.CjdrouteConf;
import boreas.site.SitePlan;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The files that a node was started with, to be read again while it runs. On the control thread.
public interface ConfSource {
    /// @throws IOException with a sentence: why not, and what would work
    byte[] configuration() throws IOException;

    /// What this machine has to do by its site file as it is now.
    ///
    /// @param conf of this node
    /// @return null when it is of no site
    /// @throws StartFailure when the file cannot be used
    @Nullable SitePlan site(CjdrouteConf conf) throws StartFailure;
}
