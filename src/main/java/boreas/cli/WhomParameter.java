package boreas.cli;

import boreas.admin.AdminClient;
import boreas.admin.NodeTarget;
import picocli.CommandLine.Parameters;

/// The node that a command is about, in each way in which people name one.
final class WhomParameter {
    @Parameters(
            paramLabel = "NODE",
            description =
                    "Whom: the name of a peer, an address (fc12:...), a key (....k), a path"
                            + " (0000.0000.0000.0013), or v22.PATH.KEY.k")
    private String node = "";

    NodeTarget find(AdminClient client) {
        return NodeTarget.of(node, client);
    }
}
