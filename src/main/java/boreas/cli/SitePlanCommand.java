package boreas.cli;

import boreas.site.Machine;
import boreas.site.PlanText;
import boreas.site.Site;
import boreas.site.SitePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `boreas site plan`: what a machine does by a site file.
@Command(
        name = "plan",
        description = {
            "Prints what a machine does by a site file.",
            "Addresses, tunnels, routes, firewall. Needs no root and changes nothing."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:printed",
            "1:the file cannot be used, or the machine is not in it",
            Main.MISUSED
        },
        footer = {
            "",
            "Forms: list for people; ip (commands ip and sysctl, for sh); nft (the firewall, for nft"
                    + " -f -); ip6tables (the same firewall where nftables is missing, for sh);"
                    + " json for programs.",
            "The commands may be run again: the second time changes nothing."
        })
final class SitePlanCommand implements Callable<Integer> {
    @Option(
            names = {"-s", "--site"},
            paramLabel = "FILE",
            description =
                    "The site file. Default: \"site\" of the configuration, else " + SiteFile.USUAL)
    private @Nullable Path option;

    @Option(
            names = {"-m", "--machine"},
            paramLabel = "NAME",
            description = "For which machine. Default: this one, by its key")
    private @Nullable String machine;

    @Mixin private OwnKey ownKey = new OwnKey();

    @Option(
            names = "--as",
            paramLabel = "FORM",
            converter = Form.class,
            completionCandidates = Form.Words.class,
            description = "${COMPLETION-CANDIDATES}. Default: list")
    private PlanText form = PlanText.LIST;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /// Its words as they are typed.
    static final class Form implements ITypeConverter<PlanText> {
        private static final Map<String, PlanText> BY_WORD = new LinkedHashMap<>();

        static {
            for (var form : PlanText.values())
                BY_WORD.put(form.name().toLowerCase(Locale.ROOT), form);
        }

        /// For the shell.
        static final class Words implements Iterable<String> {
            @Override
            public Iterator<String> iterator() {
                return BY_WORD.keySet().iterator();
            }
        }

        @Override
        public PlanText convert(String text) {
            var form = BY_WORD.get(text);
            if (form != null) return form;
            throw new TypeConversionException(
                    "read '" + text + "', expected list, ip, nft, ip6tables or json");
        }
    }

    @Override
    public Integer call() throws IOException {
        var file = file();
        var read = SiteFile.read(file);
        var err = spec.commandLine().getErr();
        read.printProblems(err::println);
        var site = read.site();
        if (site == null) return Main.FAILED;
        var out = spec.commandLine().getOut();
        out.print(form.of(SitePlan.of(site, own(read, site))));
        if (out.checkError()) throw new IOException("could not write it all to stdout");
        return 0;
    }

    /// A machine that is named needs no configuration, so it may lack one that this user can read;
    /// else what is wrong with that is told.
    private Path file() throws IOException {
        if (option != null) return option;
        if (machine != null && !ownKey.isReadable()) return Path.of(SiteFile.USUAL);
        return SiteFile.of(ownKey.conf(", and a site file with --site FILE"));
    }

    private Machine own(SiteFile file, Site site) throws IOException {
        String names =
                site.machines().stream().map(Machine::name).collect(Collectors.joining(", "));
        if (machine != null) {
            var named = site.byName(machine);
            if (named != null) return named;
            throw new IOException(
                    "--machine: read '%s', expected one of %s".formatted(machine, names));
        }
        var key = ownKey.key(", or a machine with --machine: " + names);
        return file.own(site, key, ownKey.config());
    }
}
