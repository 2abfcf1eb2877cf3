package boreas.cli;

import boreas.admin.AdminClient;
import boreas.admin.NodeTarget;
import boreas.admin.PathsReport;
import boreas.admin.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `boreas paths`: the paths that a session has to choose from.
@Command(
        name = "paths",
        description = "Lists the paths by which traffic for a node can go, and which it takes.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:a path is in use",
            "1:none is, or the node refuses, such as for a wrong password",
            AdminAccess.MISUSED,
            "3:this machine's node does not answer"
        })
final class PathsCommand extends ReportCommand {
    @Parameters(
            paramLabel = "NODE",
            description = "Whose: an address (fc12:...), a key (....k), or the name of a peer")
    private String node = "";

    @Override
    Report ask(AdminClient client) {
        var address = NodeTarget.ofNode(node, client).ip6();
        if (address == null)
            throw refused(
                    "'" + node + "' is a path; name the node, or try `boreas why " + node + "`");
        return PathsReport.fetch(client, address);
    }
}
