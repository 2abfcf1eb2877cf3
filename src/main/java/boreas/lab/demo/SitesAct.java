package boreas.lab.demo;

import boreas.lab.Flow;
import boreas.lab.LabException;
import boreas.lab.Network;
import boreas.lab.NodeProgram;
import boreas.lab.Pause;
import boreas.lab.SiteNetwork;
import boreas.lab.TcpCall;
import boreas.lab.TcpService;
import boreas.lab.demo.DemoStep.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The last act: the hosts become three sites by one file, each with a network and a service of its
/// own; who reaches whom, and a TCP connection that outlives a cut.
final class SitesAct {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// A refusal is told at once; silence is none.
    private static final Duration TRY = Duration.ofMillis(1500);

    private static final Duration FIRST_TRY = Duration.ofMillis(300);
    private static final Duration COUNTING = Duration.ofSeconds(1);

    private final Network network;
    private final NodeProgram program;
    private final List<TcpService> open = new ArrayList<>();
    private @Nullable SiteNetwork site;

    /// What each step has found, by what was tried.
    private final Map<Attempt, Boolean> found = new ConcurrentHashMap<>();

    /// @param address as the site file has it
    /// @param callers who may begin, in the words of the file
    private record Service(String host, String name, String address, int port, String callers) {
        String fullAddress() {
            return SiteNetwork.ULA + address;
        }

        String rule() {
            return "{ \"from\": \"%s\", \"to\": \"%s.%s\", \"protocol\": \"tcp\", \"port\": %d }"
                    .formatted(callers, host, name, port);
        }

        boolean lets(String from) {
            return !from.equals(host) && (callers.equals("all") || callers.equals(from));
        }
    }

    private static final Service MYSQL = new Service("home", "mysql", ":1::3306:1", 3306, "vps3");
    private static final Service WEB = new Service("vps2", "web", ":2002::80", 80, "all");
    private static final Service BACKUP = new Service("vps3", "backup", ":3003::873", 873, "home");
    private static final List<Service> SERVICES = List.of(MYSQL, WEB, BACKUP);

    /// @param to the host that has the address
    private record Attempt(String from, String to, String address, int port) {}

    SitesAct(Network network, NodeProgram program) {
        this.network = network;
        this.program = program;
    }

    List<DemoStep> steps() {
        return List.of(
                new DemoStep("three sites, by one file and nothing else", this::begin),
                new DemoStep("ula allowed", this::tryAllowed),
                new DemoStep("ula denied", this::tryDenied),
                new DemoStep("tcp survives the cut", this::cutDirectCable));
    }

    private Outcome begin() {
        for (var host : network.topology().hosts()) network.node(host).terminate();
        var services = new LinkedHashMap<String, Map<String, String>>();
        var rules = new ArrayList<String>();
        for (var s : SERVICES) {
            services.put(s.host, Map.of(s.name, s.address));
            rules.add(s.rule());
        }
        site = SiteNetwork.over(network, program, services, rules);
        // Each port is open on each host: only the firewall makes the difference.
        for (var host : site().hosts())
            for (var s : SERVICES) open.add(TcpService.at(site().host(host), s.port));
        long begunNs = System.nanoTime();
        site().startAll();
        awaitAllowed();
        return new Outcome(
                true,
                (System.nanoTime() - begunNs) / 1e9,
                "s",
                "from the start of three nodes until every allowed connection was made once",
                site().hosts().stream()
                        .map(host ->
                                "%s  %s/64, %s".formatted(host, site().ula(host), service(host)))
                        .toList());
    }

    private static String service(String host) {
        for (var s : SERVICES)
            if (s.host.equals(host))
                return "%s at %s port %d".formatted(s.name, s.fullAddress(), s.port);
        throw new LabException(host + " has no service");
    }

    private void awaitAllowed() {
        var missing = new ArrayList<>(attempts(true));
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            missing.removeIf(a -> connects(a, FIRST_TRY));
            if (missing.isEmpty()) return;
            if (System.nanoTime() - endNs > 0)
                throw new LabException(
                        "no connection within %d s: %s".formatted(PATIENCE.toSeconds(), missing));
        }
    }

    // --- who reaches whom

    /// Each host to each port at each address of each other one, as far as it is allowed or not.
    private List<Attempt> attempts(boolean isAllowed) {
        var all = new ArrayList<Attempt>();
        for (var from : site().hosts())
            for (var to : site().hosts()) {
                if (from.equals(to)) continue;
                for (var address : addresses(to))
                    for (var s : SERVICES) {
                        var attempt = new Attempt(from, to, address, s.port);
                        if (isAllowed(attempt) == isAllowed) all.add(attempt);
                    }
            }
        return all;
    }

    private Set<String> addresses(String host) {
        var all = new LinkedHashSet<>(List.of(site().ula(host), site().endpoint(host)));
        for (var s : SERVICES) if (s.host.equals(host)) all.add(s.fullAddress());
        return all;
    }

    private static boolean isAllowed(Attempt a) {
        for (var s : SERVICES)
            if (s.port == a.port && s.fullAddress().equals(a.address)) return s.lets(a.from);
        return false;
    }

    private boolean connects(Attempt a, Duration patience) {
        return TcpCall.connects(site().host(a.from), a.address, a.port, patience);
    }

    private void tryAll(List<Attempt> attempts) {
        attempts.parallelStream().forEach(a -> found.put(a, connects(a, TRY)));
    }

    private Outcome tryAllowed() {
        var attempts = attempts(true);
        tryAll(attempts);
        long made = attempts.stream().filter(a -> Boolean.TRUE.equals(found.get(a))).count();
        return new Outcome(
                made == attempts.size(),
                made,
                "pairs",
                "of %d, by TCP over ULA addresses".formatted(attempts.size()));
    }

    private Outcome tryDenied() {
        var attempts = attempts(false);
        tryAll(attempts);
        long refused = attempts.stream().filter(a -> Boolean.FALSE.equals(found.get(a))).count();
        return new Outcome(
                refused == attempts.size(),
                refused,
                "pairs",
                "of %d refused: each port at each address, and all ports are open on all hosts"
                        .formatted(attempts.size()),
                table());
    }

    private List<String> table() {
        var lines = new ArrayList<String>();
        lines.add(row("", site().hosts().stream().map(h -> "from " + h).toList()));
        for (var s : SERVICES) {
            var cells = new ArrayList<String>();
            for (var from : site().hosts()) {
                var made = found.get(new Attempt(from, s.host, s.fullAddress(), s.port));
                cells.add(made == null ? "" : made ? "connects" : "refused");
            }
            lines.add(row("%s.%s, port %d".formatted(s.host, s.name, s.port), cells));
        }
        return lines;
    }

    private static String row(String title, List<String> cells) {
        var row = new StringBuilder(String.format(Locale.ROOT, "%-24s", title));
        for (var cell : cells) row.append(String.format(Locale.ROOT, "%-12s", cell));
        return row.toString().stripTrailing();
    }

    // --- the cut

    private Outcome cutDirectCable() {
        var cable = network.cable("home", "vps3");
        try (var call =
                TcpCall.open(
                        site().host("home"),
                        BACKUP.fullAddress(),
                        BACKUP.port,
                        PATIENCE,
                        "backup")) {
            if (!call.awaitEcho(PATIENCE)) throw new LabException("no echo: " + call.end());
            awaitPassingBy(call);
            call.measure();
            cable.blackhole();
            Pause.of(FIRST_TRY); // what is under way arrives
            if (!call.awaitEcho(PATIENCE)) throw new LabException("it broke: " + call.end());
            var silence = call.longestSilence();
            boolean isCrossed = count(call).isCrossed();
            cable.mend();
            long healedNs = System.nanoTime();
            awaitPassingBy(call);
            double backS = (System.nanoTime() - healedNs) / 1e9;
            var end = call.end();
            return new Outcome(
                    isCrossed && end == null,
                    silence.toMillis(),
                    "ms",
                    end != null
                            ? "it broke: " + end
                            : "longest silence of one connection over ULA addresses; then %s vps2, back on the healed cable after %.1f s"
                                    .formatted(isCrossed ? "by" : "NOT by", backS));
        } finally {
            cable.mend();
        }
    }

    private void awaitPassingBy(TcpCall call) {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        while (!count(call).isPassedBy())
            if (System.nanoTime() - endNs > 0)
                throw new LabException(
                        "traffic did not take the direct cable within %d s"
                                .formatted(PATIENCE.toSeconds()));
    }

    /// Packets at vps2 while the connection goes on.
    private Flow.Count count(TcpCall call) {
        long frames = network.frames("vps2"), echoes = call.echoes();
        Pause.of(COUNTING);
        return new Flow.Count(
                network.frames("vps2") - frames, Math.toIntExact(call.echoes() - echoes));
    }

    private SiteNetwork site() {
        if (site == null) throw new LabException("there are no sites");
        return site;
    }

    void close() {
        open.forEach(TcpService::close);
    }
}
