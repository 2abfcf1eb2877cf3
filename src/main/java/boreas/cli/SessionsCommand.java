package boreas.cli;

import boreas.admin.AdminClient;
import boreas.admin.Report;
import boreas.admin.SessionsReport;
import picocli.CommandLine.Command;

/// `boreas sessions`: with whom a running node speaks end to end.
@Command(
        name = "sessions",
        description =
                "Lists with whom a running node speaks end to end, by which path, and how much.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "PATHS: how many ways it knows. LOST: numbers of packets to this node that were",
            "passed over and never came; three or four belong to the begin of a session.",
            "HEARD: when the other end was last heard. USED: when traffic of a program last",
            "went there."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the node has answered",
            "1:it refuses to, such as for a wrong password",
            AdminAccess.MISUSED,
            "3:this machine's node does not answer"
        })
final class SessionsCommand extends ReportCommand {
    @Override
    Report ask(AdminClient client) {
        return SessionsReport.fetch(client, System.currentTimeMillis());
    }
}
