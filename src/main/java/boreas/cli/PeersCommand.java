package boreas.cli;

import boreas.admin.AdminClient;
import boreas.admin.PeersReport;
import boreas.admin.Report;
import picocli.CommandLine.Command;

/// `boreas peers`: the peers of a running node.
@Command(
        name = "peers",
        description =
                "Lists the peers of a running node, and the likely cause where one is not well.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "NAME: peerName of connectTo, or the user whose password it called with;",
            "beacon_peer was found by its beacon and called by this node, Local Peers found",
            "this node by its beacon and called. VIA: to, this node called; from, the other",
            "one did. SINCE: for how long in this STATE. HEARD: when something valid came",
            "last."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:each peer is well, and there is one",
            "1:not so, or the node refuses, such as for a wrong password",
            AdminAccess.MISUSED,
            "3:this machine's node does not answer"
        })
final class PeersCommand extends ReportCommand {
    @Override
    Report ask(AdminClient client) {
        return PeersReport.fetch(client, System.currentTimeMillis());
    }
}
