package boreas.daemon;

import boreas.admin.OwnFiles;
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
    /// @param text of the file, from somebody who may read it; null: this node reads it by itself
    /// @return null when it is of no site
    /// @throws StartFailure when the file cannot be used
    @Nullable SitePlan site(CjdrouteConf conf, byte @Nullable [] text) throws StartFailure;

    /// Where they are, for somebody who hands them over.
    ///
    /// @param conf of this node
    OwnFiles files(CjdrouteConf conf);

    /// Of a node whose configuration came by a pipe, and which is of no site.
    ConfSource NONE =
            new ConfSource() {
                @Override
                public byte @Nullable [] configuration() {
                    return null;
                }

                @Override
                public @Nullable SitePlan site(CjdrouteConf conf, byte @Nullable [] text) {
                    return null;
                }

                @Override
                public OwnFiles files(CjdrouteConf conf) {
                    return OwnFiles.NONE;
                }
            };
}
