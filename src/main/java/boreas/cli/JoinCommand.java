package boreas.cli;

import boreas.address.PeerEndpoint;
import boreas.admin.AdminException;
import boreas.admin.RunningNode;
import boreas.config.ConfEdit;
import boreas.config.Invitation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `boreas join`: takes up an invitation.
@Command(
        name = "join",
        description = {
            "Takes up an invitation: writes the other node into connectTo of this node's"
                    + " configuration, tells the running node, and says whether the link came up.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the link is up; or no node runs here, and its next start will call",
            "1:the line is damaged, the file is not there or could not be changed, or the link is not"
                    + " up (yet)",
            Main.MISUSED
        })
final class JoinCommand implements Callable<Integer> {
    private static final long POLL_MS = 200;
    private static final int LINE_BYTES_MAX = 10_000;

    @Mixin private PeeringFile file = new PeeringFile();

    @Parameters(
            paramLabel = "LINE",
            arity = "1..*",
            description =
                    "What `boreas invite` printed on the other machine; - reads it from stdin,"
                            + " which keeps it out of the shell's history")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--wait",
            paramLabel = "S",
            defaultValue = "10",
            description =
                    "How long to wait for the link at each address. Default: ${DEFAULT-VALUE}")
    private int waitSeconds;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (waitSeconds < 0 || waitSeconds > 3600)
            throw new ParameterException(
                    spec.commandLine(), "--wait is " + waitSeconds + "; it must be 0 to 3600");
        var invitation = invitation();
        var conf = file.open();
        if (PeeringFile.key(conf).equals(invitation.key()))
            throw new IOException(
                    "this is this machine's own invitation: run `boreas join` on the other one");
        var fit =
                invitation.addresses().stream()
                        .filter(a -> ConfEdit.canCall(conf.text(), a))
                        .toList();
        if (fit.isEmpty())
            throw new IOException(
                    "%s has no UDPInterface for %s; add one for that family (\"bind\": \"0.0.0.0:PORT\" for IPv4, \"[::]:PORT\" for IPv6)"
                            .formatted(file.path(), invitation.addresses().getFirst()));
        return file.withNode(conf, node -> join(conf, invitation, fit, node));
    }

    private Invitation invitation() throws IOException {
        var line = String.join("", words);
        if (line.equals("-")) line = line(System.in);
        try {
            return Invitation.parse(line);
        } catch (Invitation.Damaged e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String line(InputStream in) throws IOException {
        return new String(in.readNBytes(LINE_BYTES_MAX), StandardCharsets.UTF_8);
    }

    /// With a running node the address is written that works; else, or where none does, the first.
    private int join(
            EditedConf conf,
            Invitation invitation,
            List<PeerEndpoint> fit,
            @Nullable RunningNode node)
            throws IOException {
        var out = spec.commandLine().getOut();
        boolean isWritten = isWritten(conf, invitation, fit);
        if (node == null && isWritten) {
            out.println(
                    "no node runs with this configuration, which has %s already; nothing was changed"
                            .formatted(title(invitation)));
            return 0;
        }
        if (node == null) {
            write(conf, invitation, fit.getFirst());
            out.println(
                    "no node runs with this configuration; its next start will call %s at %s"
                            .formatted(title(invitation), fit.getFirst()));
            return 0;
        }
        if (isWritten && node.isLinkedWith(invitation.key())) {
            out.println("linked with %s already; nothing was changed".formatted(title(invitation)));
            return 0;
        }
        for (var address : fit) {
            call(node, invitation, address);
            tell("... calling " + address);
            if (!isUp(node, invitation)) continue;
            write(conf, invitation, address);
            out.println("linked with %s at %s".formatted(title(invitation), address));
            return 0;
        }
        write(conf, invitation, fit.getFirst());
        var trouble = trouble(node, invitation);
        if (fit.size() > 1) call(node, invitation, fit.getFirst());
        out.println(
                "no link with %s yet: %s. %s has it, and the node goes on calling; `boreas peers` says how it stands"
                        .formatted(title(invitation), trouble, file.path()));
        return Main.FAILED;
    }

    private static boolean isWritten(
            EditedConf conf, Invitation invitation, List<PeerEndpoint> fit) {
        return fit.stream()
                .anyMatch(a ->
                        Arrays.equals(ConfEdit.putPeer(conf.text(), a, invitation), conf.text()));
    }

    /// There and nowhere else: old ways to the same node would be in the way of the answer.
    private static void call(RunningNode node, Invitation invitation, PeerEndpoint address) {
        node.endLinks(invitation.key());
        node.call(
                address,
                invitation.key(),
                invitation.login(),
                invitation.password().bytes(),
                invitation.node());
    }

    private boolean isUp(RunningNode node, Invitation invitation) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
        do {
            if (node.isLinkedWith(invitation.key())) return true;
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        } while (System.nanoTime() - endNs < 0);
        return node.isLinkedWith(invitation.key());
    }

    private static String trouble(RunningNode node, Invitation invitation) {
        try {
            var cause = node.troubleWith(invitation.key(), System.currentTimeMillis());
            return cause == null ? "the handshake is under way" : cause;
        } catch (AdminException e) {
            return e.getMessage();
        }
    }

    private void write(EditedConf conf, Invitation invitation, PeerEndpoint address)
            throws IOException {
        conf.replaceBy(ConfEdit.putPeer(conf.text(), address, invitation));
    }

    private static String title(Invitation invitation) {
        var ip6 = invitation.key().ip6().toString();
        return invitation.node().isEmpty() ? ip6 : invitation.node() + " (" + ip6 + ")";
    }

    private void tell(String sentence) {
        spec.commandLine().getErr().println(sentence);
        spec.commandLine().getErr().flush();
    }
}
