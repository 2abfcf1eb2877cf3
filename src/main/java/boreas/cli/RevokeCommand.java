package boreas.cli;

import boreas.config.AuthorizedPassword;
import boreas.config.ConfEdit;
import boreas.config.Spelling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `boreas revoke`: takes an invitation back.
@Command(
        name = "revoke",
        description =
                "Takes an invitation back: the password goes from this node's configuration and"
                        + " from the running node, and links made by it end.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nobody connects by that name any more",
            "1:there was no such name, or the file or the node could not be changed",
            "2:the command line makes no sense"
        })
final class RevokeCommand implements Callable<Integer> {
    @Mixin private PeeringFile file = new PeeringFile();

    @Parameters(paramLabel = "NAME", description = "The name that was invited")
    private String name = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var conf = file.open();
        var without = ConfEdit.removePasswords(conf.text(), name);
        return file.withNode(
                conf,
                node -> {
                    var done = new ArrayList<String>();
                    if (without.isPresent()) {
                        conf.replaceBy(without.get());
                        done.add("its password is gone from " + file.path());
                    }
                    if (node != null) {
                        if (node.removeUser(name)) done.add("from the running node");
                        int ended = node.endLinksOf(name);
                        if (ended > 0) done.add(Spelling.count(ended, "link") + " ended");
                    }
                    if (done.isEmpty()) throw unknown(conf.conf().authorizedPasswords());
                    if (node == null) done.add("no node runs with this configuration");
                    spec.commandLine()
                            .getOut()
                            .println("revoked %s: %s".formatted(name, String.join(", ", done)));
                    return 0;
                });
    }

    private IOException unknown(List<AuthorizedPassword> known) {
        var names =
                known.stream()
                        .map(AuthorizedPassword::user)
                        .flatMap(user -> Optional.ofNullable(user).stream())
                        .toList();
        return new IOException(
                "nobody is called '%s' in %s; there is %s"
                        .formatted(
                                name,
                                file.path(),
                                names.isEmpty() ? "nobody" : String.join(", ", names)));
    }
}
