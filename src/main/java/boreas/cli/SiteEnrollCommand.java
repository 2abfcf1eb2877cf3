package boreas.cli;

import boreas.address.AddressException;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.config.CjdrouteConf;
import boreas.site.Enrolment;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `boreas site enroll NAME`: this machine's line for the site file.
@Command(
        name = "enroll",
        description = {
            "Prints this machine's line for the site file.",
            "It goes into \"machines\": key, MAC, and the address at which others reach it. The"
                    + " line is no secret."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the line is on stdout, and can be used as it is",
            "1:it needs a \"subnet\", for no MAC was chosen; or the configuration cannot be read",
            Main.MISUSED
        },
        footer = {
            "",
            "The key is that of the node's configuration. The address is what --address says, else the"
                    + " first \"bind\" of a UDPInterface that is an address of this machine alone;"
                    + " without either the machine calls the others, and none calls it."
        })
final class SiteEnrollCommand implements Callable<Integer> {
    @Mixin private OwnKey ownKey = new OwnKey();
    @Mixin private final OwnMac ownMac;

    @Parameters(paramLabel = "NAME", description = "What the file is to call this machine.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = "Where others reach it: $IP:$PORT, [$IP6]:$PORT or host.name:$PORT.")
    private @Nullable String address;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    SiteEnrollCommand() {
        this(new OwnMac());
    }

    SiteEnrollCommand(OwnMac ownMac) {
        this.ownMac = ownMac;
    }

    @Override
    public Integer call() throws IOException {
        var refusal = Enrolment.refusalOf(name);
        if (refusal != null) throw new ParameterException(spec.commandLine(), "NAME: " + refusal);
        var conf = ownKey.conf("");
        var mac = ownMac.find();
        var err = spec.commandLine().getErr();
        var underlay = address == null ? bound(conf) : given(address);
        var line = new Enrolment(name, conf.identity().publicKey(), mac, underlay);
        spec.commandLine().getOut().println(line.line());
        spec.commandLine().getOut().flush();
        if (mac == null) err.println("boreas: " + withoutMac(ownMac.devices()));
        if (underlay == null)
            err.println(
                    "boreas: no address is bound, so nobody can call this machine; --address"
                            + " $IP:$PORT names one");
        return mac == null ? Main.FAILED : 0;
    }

    static String withoutMac(List<String> devices) {
        String subnet = "add \"subnet\": \"…\", four hex digits";
        if (devices.isEmpty()) return "this machine has no MAC; " + subnet;
        return "no device has the default route or hardware behind it, so no MAC was chosen; of %s name one, such as --device %s, or %s"
                .formatted(String.join(", ", devices), devices.getFirst(), subnet);
    }

    private String given(String text) {
        try {
            return PeerEndpoint.parse(text).toString();
        } catch (AddressException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--address: read '%s', but %s".formatted(text, e.getMessage()));
        }
    }

    /// The first address that is one machine's own and no loopback address.
    private static @Nullable String bound(CjdrouteConf conf) {
        for (var udp : conf.udpInterfaces()) {
            LinkAddress bind = udp.bind();
            var ip = bind.ip().toInetAddress();
            if (bind.udpPort() != 0 && !ip.isAnyLocalAddress() && !ip.isLoopbackAddress())
                return bind.toString();
        }
        return null;
    }
}
