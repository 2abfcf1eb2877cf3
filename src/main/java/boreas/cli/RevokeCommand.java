package boreas.cli;

import boreas.config.AuthorizedPassword;
import boreas.config.CjdrouteConf;
import boreas.config.ConfEdit;
import boreas.config.Spelling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
            "1:there was no such name, the file is not there, or it or the node could not be changed,"
                    + " or links stay",
            Main.MISUSED
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
                    var stays = new ArrayList<String>();
                    var site = siteOf(name, conf.conf());
                    if (site != null) stays.add(ofSite(site));
                    if (without.isPresent()) {
                        conf.replaceBy(without.get());
                        done.add("its password is gone from " + file.path());
                    }
                    if (node != null) {
                        if (node.removeUser(name)) done.add("from the running node");
                        var links = node.sendAway(name);
                        if (links.ended() > 0)
                            done.add(Spelling.count(links.ended(), "link") + " ended");
                        if (links.called() > 0) stays.add(called(links.called()));
                    }
                    if (done.isEmpty()) throw unknown(conf.conf(), site);
                    if (node == null) done.add("no node runs with this configuration");
                    spec.commandLine()
                            .getOut()
                            .println("revoked %s: %s".formatted(name, String.join(", ", done)));
                    for (var why : stays) spec.commandLine().getErr().println("boreas: but " + why);
                    return stays.isEmpty() ? 0 : Main.FAILED;
                });
    }

    private static String called(int links) {
        return "%s %s, since this node calls the other end; take it out of connectTo, and `boreas reload`"
                .formatted(Spelling.count(links, "link"), links == 1 ? "stays" : "stay");
    }

    private String ofSite(Path site) {
        return "%s is a machine of the site file %s, whose links need no password: take it out of that file on each machine, and `boreas reload` on each"
                .formatted(name, site);
    }

    /// The site file that names such a machine; null when none does, or it cannot be used.
    private static @Nullable Path siteOf(String name, CjdrouteConf conf) {
        var file = SiteFile.of(conf);
        try {
            var site = SiteFile.read(file).site();
            return site == null || site.byName(name) == null ? null : file;
        } catch (IOException _) {
            return null;
        }
    }

    private IOException unknown(CjdrouteConf conf, @Nullable Path site) {
        if (site != null) return new IOException(ofSite(site));
        var names =
                conf.authorizedPasswords().stream()
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
