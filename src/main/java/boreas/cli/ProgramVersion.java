package boreas.cli;

import picocli.CommandLine.IVersionProvider;

/// What this program is, for `--version`.
final class ProgramVersion implements IVersionProvider {
    static final String NAME = "boreas-0.1";

    /// The protocol version that we announce to peers.
    static final int PROTOCOL = 22;

    @Override
    public String[] getVersion() {
        return new String[] {"Boreas 0.1", "cjdns protocol version " + PROTOCOL};
    }
}
