package boreas.cli;

import boreas.address.AddressException;
import boreas.address.PeerEndpoint;
import boreas.config.AuthorizedPassword;
import boreas.config.ConfEdit;
import boreas.config.GenConf;
import boreas.config.Invitation;
import boreas.config.Password;
import boreas.daemon.SystemRandom;
import boreas.value.JsonText;
import boreas.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `boreas invite`: lets one more machine link with this one, and prints the line that it needs.
@Command(
        name = "invite",
        description = {
            "Makes a password for another machine, writes it into this node's configuration, tells"
                    + " the running node, and prints one line: `boreas join LINE` on the other"
                    + " machine makes the link. The line is a secret.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the invitation is on stdout",
            "1:the file is not there, or it or the node could not be changed, or the name is taken",
            Main.MISUSED
        })
final class InviteCommand implements Callable<Integer> {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    @Mixin private PeeringFile file = new PeeringFile();

    @Parameters(
            paramLabel = "NAME",
            description = "What the other machine is called here; its login")
    private String name = "";

    @Option(
            names = "--address",
            paramLabel = "HOST[:PORT]",
            description =
                    "Where this machine can be called from outside, such as the public side of a"
                            + " router; several are possible. Default: its own public addresses")
    private List<String> addresses = new ArrayList<>();

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "What this machine is called there. Default: its host name")
    private @Nullable String ownName;

    @Option(
            names = "--json",
            description =
                    "For programs, and for a genuine node on the other side: the line, and the"
                            + " entry for connectTo.")
    private boolean isJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        requireName(spec, name);
        var own = ownName == null ? hostName() : ownName;
        if (!own.isEmpty()) requireName(spec, own);
        var conf = file.open();
        for (var one : conf.conf().authorizedPasswords())
            if (name.equals(one.user())) throw taken(file.path().toString());
        var endpoints = endpoints(conf);
        var password = freshPassword(conf);
        var invitation = new Invitation(own, endpoints, PeeringFile.key(conf), name, password);
        file.withNode(
                conf,
                node -> {
                    if (node != null && node.users().contains(name))
                        throw taken("the running node");
                    conf.replaceBy(ConfEdit.addPassword(conf.text(), name, password));
                    if (node != null) node.addUser(name, password.bytes());
                    else tell("no node runs with this configuration; its next start knows of it");
                    return conf;
                });
        print(invitation);
        return 0;
    }

    private IOException taken(String where) {
        return new IOException(
                "'%s' is taken: %s has that user; choose another name, or `boreas revoke %s` first"
                        .formatted(name, where, name));
    }

    static void requireName(CommandSpec spec, String name) {
        if (!NAME.matcher(name).matches())
            throw new ParameterException(
                    spec.commandLine(),
                    "'%s' cannot be a name: expected letters, digits, '.', '_' and '-', 32 at most"
                            .formatted(name));
    }

    private static String hostName() {
        try {
            var name = Files.readString(HOST_NAME).strip();
            return NAME.matcher(name).matches() ? name : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static Password freshPassword(EditedConf conf) {
        var random = new SystemRandom();
        Password password;
        do password = Password.of(GenConf.password(random));
        while (conf.conf().authorizedPasswords().stream()
                .map(AuthorizedPassword::password)
                .anyMatch(password::equals));
        return password;
    }

    private List<PeerEndpoint> endpoints(EditedConf conf) throws IOException {
        if (!addresses.isEmpty()) {
            var named = new ArrayList<PeerEndpoint>();
            for (var text : addresses) named.add(named(text, conf));
            return named;
        }
        var found = PublicAddresses.ofThisMachine(conf.conf());
        if (found.endpoints().isEmpty())
            throw new IOException(
                    "this machine has no address that another one could call, or no UDPInterface"
                            + " with a port of its own; name one with --address HOST:PORT");
        var list = String.join(", ", found.endpoints().stream().map(Object::toString).toList());
        tell(
                (found.isPublic()
                                ? "the line tells the other machine to call %s; where it is called at another address, name that with --address HOST[:PORT]"
                                : "this machine has no public address, only %s; from outside, name one with --address HOST:PORT, and let its router pass that port on")
                        .formatted(list));
        return found.endpoints();
    }

    private PeerEndpoint named(String text, EditedConf conf) {
        try {
            return PublicAddresses.named(text, conf.conf());
        } catch (AddressException e) {
            throw new ParameterException(
                    spec.commandLine(), "--address '" + text + "': " + e.getMessage());
        }
    }

    private void print(Invitation invitation) {
        var out = spec.commandLine().getOut();
        if (!isJson) {
            out.println(invitation.toLine());
            out.flush();
            tell("on the other machine:  boreas join LINE  (the line is a secret)");
            return;
        }
        var connectTo = Value.dict();
        for (var address : invitation.addresses())
            connectTo.put(
                    address.toString(),
                    Value.dict()
                            .put("login", invitation.login())
                            .put("password", invitation.password().bytes())
                            .put("publicKey", invitation.key().toString())
                            .put("peerName", invitation.node())
                            .build());
        out.println(
                JsonText.standard(
                        Value.dict()
                                .put("line", invitation.toLine())
                                .put("name", invitation.login())
                                .put("connectTo", connectTo.build())
                                .build()));
        out.flush();
    }

    /// On stderr, so that stdout is the line alone.
    private void tell(String sentence) {
        spec.commandLine().getErr().println(sentence);
        spec.commandLine().getErr().flush();
    }
}
