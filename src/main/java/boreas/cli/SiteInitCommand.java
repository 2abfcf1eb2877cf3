package boreas.cli;

import boreas.address.AddressException;
import boreas.address.Ip6Prefix;
import boreas.daemon.SystemClock;
import boreas.daemon.SystemRandom;
import boreas.env.RandomSource;
import boreas.site.SiteReader;
import boreas.site.SiteTemplate;
import boreas.site.UlaPrefix;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `boreas site init`: a commented site file.
@Command(
        name = "init",
        description = {
            "Writes a new site file with comments to stdout.",
            "Every setting is explained in it. Its /48 is made by the algorithm of RFC 4193 from"
                    + " the time and a MAC of this machine, unless one is given. Do it once, on one"
                    + " machine: the file is the same on all."
        },
        mixinStandardHelpOptions = true)
final class SiteInitCommand implements Callable<Integer> {
    private static final long LOCAL_BIT = 0x0200_0000_0000L;

    @Mixin private OwnMac ownMac = new OwnMac();

    @Option(
            names = "--ula",
            paramLabel = "PREFIX",
            description = "The /48 of all sites, such as fdd7:5938:e2e6::/48.")
    private @Nullable String ula;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        out.print(
                ula == null
                        ? SiteTemplate.of(made(), "This one was made for you (RFC 4193).")
                        : SiteTemplate.of(given(ula), "This one was given."));
        // A file that a full disk has cut must not pass for one.
        if (out.checkError()) throw new IOException("could not write it all to stdout");
        return 0;
    }

    private Ip6Prefix made() throws IOException {
        var mac = ownMac.find();
        // A machine without Ethernet takes a number by chance, as the RFC allows.
        RandomSource random = new SystemRandom();
        long unique = mac != null ? mac.lo() : random.nextLong() | LOCAL_BIT;
        return UlaPrefix.ofMac(SystemClock.INSTANCE.epochMillis(), unique);
    }

    private Ip6Prefix given(String text) {
        try {
            return SiteReader.parseUla(text);
        } catch (AddressException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--ula: read '%s', but %s; write fdxx:xxxx:xxxx::/48, or leave it out to have one made"
                            .formatted(text, e.getMessage()));
        }
    }
}
