package boreas.bench;

import boreas.interop.Programs;
import boreas.lab.Flow;
import boreas.lab.Iperf;
import boreas.lab.LabException;
import boreas.lab.Pause;
import boreas.lab.SiteNetwork;
import boreas.lab.TcpCall;
import boreas.lab.TcpService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `./dev bench site [--trials N]`: what a TCP stream between two sites gets over their ULA
/// addresses, against the same between the nodes' own addresses in the same run.
@Tag("bench")
class SiteBenchTest {
    private static final int STREAM_S = 4;

    /// The compilers of both nodes see each way once before anything counts.
    private static final int WARM_UP_S = 6;

    private static final int PORT = 22;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration COUNTING = Duration.ofSeconds(1);

    private final int trials = Integer.getInteger("boreas.trials", 20);

    @BeforeEach
    void isAskedFor() {
        Asked.assume("site");
    }

    /// One after the other, each first in every other trial: whatever else the machine does falls
    /// on both.
    @Test
    void throughputOverUlaAddressesAgainstThatOverNodeAddresses() throws Exception {
        var file = new ResultFile("site");
        var fc = new ArrayList<Double>();
        var ula = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        try (var site =
                SiteNetwork.lay(
                        Programs.shippedBoreas(),
                        Map.of(),
                        List.of("{ \"from\": \"all\", \"to\": \"all\", \"protocol\": \"tcp\" }"))) {
            site.startAll();
            awaitDirect(site);
            stream(site, site.network().ip6("vps3"), WARM_UP_S);
            stream(site, site.ula("vps3"), WARM_UP_S);
            for (int i = 0; i < trials; i++) {
                double atFc = 0, atUla = 0;
                if (i % 2 == 0) atFc = stream(site, site.network().ip6("vps3"), STREAM_S);
                atUla = stream(site, site.ula("vps3"), STREAM_S);
                if (i % 2 == 1) atFc = stream(site, site.network().ip6("vps3"), STREAM_S);
                fc.add(atFc);
                ula.add(atUla);
                ratios.add(atUla / atFc);
            }
        }
        System.out.printf(
                "%-34s %8s %8s %8s%n", "one TCP stream home -> vps3", "min", "median", "max");
        row("over fc addresses, Mbit/s", fc);
        row("over ULA addresses, Mbit/s", ula);
        row("ULA / fc, of each trial", ratios);
        var results =
                List.of(
                        json("over fc addresses, Mbit/s", fc),
                        json("over ULA addresses, Mbit/s", ula),
                        json("ULA / fc, of each trial", ratios));
        System.out.println("written to " + file.write(results));
    }

    private static double stream(SiteNetwork site, String address, int seconds) {
        return Iperf.stream(site.host("home"), site.host("vps3"), address, seconds) / 1e6;
    }

    /// Until a connection over the tunnel no longer crosses vps2.
    private static void awaitDirect(SiteNetwork site) {
        try (var _ = TcpService.at(site.host("vps3"), PORT)) {
            long endNs = System.nanoTime() + PATIENCE.toNanos();
            while (!TcpCall.connects(
                    site.host("home"), site.ula("vps3"), PORT, Duration.ofMillis(300)))
                giveUpAfter(endNs);
            try (var call =
                    TcpCall.open(site.host("home"), site.ula("vps3"), PORT, PATIENCE, "warm up")) {
                while (true) {
                    long frames = site.network().frames("vps2"), echoes = call.echoes();
                    Pause.of(COUNTING);
                    var count =
                            new Flow.Count(
                                    site.network().frames("vps2") - frames,
                                    Math.toIntExact(call.echoes() - echoes));
                    if (count.echoes() > 0 && count.isPassedBy()) return;
                    giveUpAfter(endNs + TimeUnit.SECONDS.toNanos(30));
                }
            }
        }
    }

    private static void giveUpAfter(long endNs) {
        if (System.nanoTime() - endNs > 0) throw new LabException("the direct cable is not taken");
    }

    private static double median(List<Double> values) {
        return Figures.median(values.stream().mapToDouble(v -> v).toArray());
    }

    private static void row(String title, List<Double> values) {
        System.out.printf(
                Locale.ROOT,
                "%-34s %8.2f %8.2f %8.2f%n",
                title,
                values.stream().min(Double::compare).orElse(Double.NaN),
                median(values),
                values.stream().max(Double::compare).orElse(Double.NaN));
    }

    private static String json(String title, List<Double> values) {
        return String.format(
                Locale.ROOT,
                "{\"what\": \"%s\", \"trials\": %d, \"median\": %.3f, \"values\": [%s]}",
                title,
                values.size(),
                median(values),
                values.stream()
                        .map(v -> String.format(Locale.ROOT, "%.3f", v))
                        .collect(Collectors.joining(", ")));
    }
}
