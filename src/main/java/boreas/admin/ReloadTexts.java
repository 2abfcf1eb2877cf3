package boreas.admin;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is handed over for a reload. A site file comes with a configuration only: that has the
/// node's private key, so whoever has it may say what the node's firewall lets in.
///
/// @param configuration holds secrets
/// @param site the site file; null: the node reads its own
public record ReloadTexts(byte[] configuration, byte @Nullable [] site) {
    /// Of both, one behind the other.
    ///
    /// @param siteBytes how many of them are the site file's; 0: none is there
    static ReloadTexts of(byte[] both, int siteBytes) {
        int end = both.length - siteBytes;
        return new ReloadTexts(
                Arrays.copyOf(both, end),
                siteBytes == 0 ? null : Arrays.copyOfRange(both, end, both.length));
    }

    byte[] both() {
        if (site == null) return configuration;
        var both = Arrays.copyOf(configuration, configuration.length + site.length);
        System.arraycopy(site, 0, both, configuration.length, site.length);
        return both;
    }
}
