package boreas.cli;

import boreas.admin.AdminException;
import boreas.daemon.site.SiteControl;
import boreas.daemon.site.SiteException;
import boreas.daemon.site.SiteOptions;
import boreas.daemon.site.SiteStatus;
import boreas.daemon.site.SiteStatus.State;
import boreas.value.JsonText;
import boreas.value.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `boreas site status`: how far the plan of this machine is in force, and how its tunnels are.
@Command(
        name = "status",
        description = {
            "Says what of the site file is in force on this machine, and what is not.",
            "Where a node runs, also how the tunnels are. Changes nothing; the firewall is only seen"
                    + " by root."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all of it is in force",
            "1:something is not, or cannot be seen, or the file cannot be used",
            Main.MISUSED
        })
final class SiteStatusCommand implements Callable<Integer> {
    /// A node on this machine answers at once or not at all.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final double MICROS_PER_MS = 1000;

    @Mixin private SiteHere here = new SiteHere();

    @Option(
            names = "--without-firewall",
            description = "Do not expect the firewall; as with `boreas site up`.")
    private boolean isWithoutFirewall;

    @Option(names = "--json", description = "For programs.")
    private boolean isJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var line = spec.commandLine();
        var plan = here.plan(line.getErr()::println);
        SiteStatus status;
        try {
            status =
                    SiteControl.status(
                            here.ledger(),
                            plan,
                            new SiteOptions(
                                    !isWithoutFirewall,
                                    false,
                                    here.conf().udpPorts(),
                                    SiteOptions.NO_OWNER));
        } catch (SiteException e) {
            throw new IOException(e.sentence(), e);
        }
        var tunnels = tunnels();
        var out = line.getOut();
        if (isJson) out.println(JsonText.standard(json(plan.own().name(), status, tunnels)));
        else print(out, plan.own().name(), status, tunnels);
        out.flush();
        return status.isInForce() ? 0 : Main.FAILED;
    }

    /// As a running node tells; none when there is no node, or one that knows nothing of sites.
    private List<Value.Dict> tunnels() throws IOException {
        var found = new ArrayList<Value.Dict>();
        try (var client = AdminAccess.connect(here.config(), PATIENCE)) {
            for (var t : client.pagesOpen("Boreas_site", "tunnels"))
                if (t instanceof Value.Dict d) found.add(d);
        } catch (AdminException _) {
            // no node, or another program
        }
        return found;
    }

    private static void print(
            PrintWriter out, String machine, SiteStatus status, List<Value.Dict> tunnels) {
        out.println(machine + ": " + summary(status.items()));
        // Whose node it is tells where it notes what it made, so another user's is not seen.
        out.println(
                status.holder() == null
                        ? "held by no process: no node that this user can see runs with this site"
                        : "kept by " + status.holder());
        for (var i : status.items())
            if (i.state() != State.IN_FORCE)
                out.printf(
                        "  %s: %s%s%n",
                        word(i.state()), i.what(), i.detail().isEmpty() ? "" : "; " + i.detail());
        for (var f : status.foreign()) out.println("  " + f);
        for (var t : tunnels) out.println("  " + tunnel(t));
    }

    /// What could not be looked at is neither in force nor not in force.
    static String summary(List<SiteStatus.Item> items) {
        int all = items.size();
        long good = items.stream().filter(i -> i.state() == State.IN_FORCE).count();
        long unknown = items.stream().filter(i -> i.state() == State.UNKNOWN).count();
        if (good == all) return "all %d settings are in force".formatted(all);
        long wrong = all - good - unknown;
        if (unknown == 0) return "%d of %d settings are not in force".formatted(wrong, all);
        return "%d of %d settings are in force, %s%d unknown; root sees all"
                .formatted(good, all, wrong == 0 ? "" : wrong + " not, ", unknown);
    }

    private static String tunnel(Value.Dict tunnel) {
        var rtt = tunnel.integer("rttUs");
        return "tunnel %s to %s: %s, %d packets out, %d in%s"
                .formatted(
                        text(tunnel, "device"),
                        text(tunnel, "machine"),
                        text(tunnel, "state").toLowerCase(Locale.ROOT).replace('_', ' '),
                        tunnel.number("packetsOut", 0),
                        tunnel.number("packetsIn", 0),
                        rtt == null
                                ? ""
                                : ", round trip %.1f ms".formatted(rtt.number() / MICROS_PER_MS));
    }

    private static String text(Value.Dict dict, String key) {
        var text = dict.str(key);
        return text == null ? "?" : text.text();
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Value json(String machine, SiteStatus status, List<Value.Dict> tunnels) {
        var items = new ArrayList<Value>();
        for (var i : status.items())
            items.add(
                    Value.dict()
                            .put("what", Value.of(i.what()))
                            .put("state", Value.of(word(i.state())))
                            .put("detail", Value.of(i.detail()))
                            .put("isOurs", Value.of(i.isOurs() ? 1 : 0))
                            .build());
        var holder = status.holder();
        return Value.dict()
                .put("machine", Value.of(machine))
                .put("isInForce", Value.of(status.isInForce() ? 1 : 0))
                .put("holder", Value.of(holder == null ? "" : holder))
                .put("settings", Value.of(items))
                .put("foreign", Value.ofTexts(status.foreign()))
                .put("tunnels", Value.of(tunnels))
                .build();
    }
}
