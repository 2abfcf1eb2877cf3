package boreas.cli;

import boreas.admin.AdminClient;
import boreas.admin.Report;
import boreas.admin.StatusReport;
import picocli.CommandLine.Command;

/// `boreas status`: how a running node is doing.
@Command(
        name = "status",
        description = "Says how a running node is doing, and what is wrong if something is.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:each peer and each tunnel is well, and there is a peer",
            "1:not so, or the node refuses, such as for a wrong password",
            AdminAccess.MISUSED,
            "3:this machine's node does not answer"
        })
final class StatusCommand extends ReportCommand {
    @Override
    Report ask(AdminClient client) {
        return StatusReport.fetch(client, System.currentTimeMillis());
    }
}
