package boreas.daemon;

import boreas.config.CjdrouteConf;
import boreas.site.SitePlan;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The files that a node was started with, to be read again while it runs. On the control thread.
public interface ConfSource {
    /// @return null when it came by a pipe, and is gone
    /// @throws IOException with a sentence: why not, and what would work
    byte @Nullable [] configuration() throws IOException;

    /// What this machine has to do by its site file as it is now.
    ///
    /// @param conf of this node
    /// @return null when it is of no site
    /// @throws StartFailure when the file cannot be used
    @Nullable SitePlan site(CjdrouteConf conf) throws StartFailure;

    /// Of a node whose configuration came by a pipe, and which is of no site.
    ConfSource NONE =
            new ConfSource() {
                @Override
                public byte @Nullable [] configuration() {
                    return null;
                }

                @Override
                public @Nullable SitePlan site(CjdrouteConf conf) {
                    return null;
                }
            };
}
