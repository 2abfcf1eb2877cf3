package boreas.cli;

import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.value.JsonText;
import boreas.value.Value;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `boreas bench crypto`: which ciphers this machine has, which are used, what a packet costs.
@Command(
        name = "crypto",
        description = {
            "Says which ciphers this machine has, which ones a node uses, and what they take.",
            "Sessions and links seal each packet once: one that starts or ends here takes two"
                    + " of these times, and so does one that is passed on."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", Main.MISUSED})
final class BenchCryptoCommand implements Callable<Integer> {
    private static final int[] SIZES_BYTES = {64, 256, 1304, 8192};

    @Option(names = "--json", description = "For programs.")
    private boolean isJson;

    @Option(
            names = "--ms",
            paramLabel = "MS",
            hidden = true,
            description = "For each figure. Default: 200")
    private int patienceMs = 200;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /// Nanoseconds, by the sizes above.
    private record Speed(String name, long[] sealNs, long[] openNs, long x25519Ns) {
        static Speed of(Crypto crypto, Duration patience) {
            var meter = new CryptoMeter(crypto, patience);
            meter.warmUp(SIZES_BYTES);
            var sealNs = new long[SIZES_BYTES.length];
            var openNs = new long[SIZES_BYTES.length];
            for (int i = 0; i < SIZES_BYTES.length; i++) {
                sealNs[i] = meter.sealNs(SIZES_BYTES[i]);
                openNs[i] = meter.openNs(SIZES_BYTES[i]);
            }
            return new Speed(crypto.name(), sealNs, openNs, meter.x25519Ns());
        }

        Value toValue() {
            return Value.dict()
                    .put("name", name)
                    .put("sealNs", bySize(sealNs))
                    .put("openNs", bySize(openNs))
                    .put("x25519Ns", x25519Ns)
                    .build();
        }

        private static Value bySize(long[] ns) {
            var dict = Value.dict();
            for (int i = 0; i < ns.length; i++) dict.put(Integer.toString(SIZES_BYTES[i]), ns[i]);
            return dict.build();
        }
    }

    @Override
    public Integer call() {
        var choice = CryptoProviders.examine();
        var speeds = new ArrayList<Speed>();
        for (var crypto : CryptoProviders.present())
            speeds.add(Speed.of(crypto, Duration.ofMillis(patienceMs)));
        var out = spec.commandLine().getOut();
        if (isJson) out.println(JsonText.standard(json(choice, speeds)));
        else print(choice, speeds, out);
        out.flush();
        return 0;
    }

    private static Value json(CryptoProviders.Choice choice, List<Speed> speeds) {
        return Value.dict()
                .put("used", choice.crypto().name())
                .put("passedOver", Value.ofTexts(choice.passedOver()))
                .put("missing", Value.ofTexts(CryptoProviders.missing()))
                .put("measured", speeds.stream().map(Speed::toValue).toList())
                .build();
    }

    private static void print(CryptoProviders.Choice choice, List<Speed> speeds, PrintWriter out) {
        for (var why : choice.passedOver()) out.println(why);
        for (var what : CryptoProviders.missing()) out.println(what);
        out.printf("%-40s", "ns a packet of");
        for (int size : SIZES_BYTES) out.printf("%8d B", size);
        out.printf("%13s%n", "X25519");
        for (var speed : speeds) {
            boolean isUsed = speed.name.equals(choice.crypto().name());
            out.printf("%-34s %-5s", speed.name + (isUsed ? " (used)" : ""), "seal");
            for (long ns : speed.sealNs) out.printf("%10d", ns);
            out.printf(Locale.ROOT, "%10.1f µs%n", speed.x25519Ns / 1000.0);
            out.printf("%-34s %-5s", "", "open");
            for (long ns : speed.openNs) out.printf("%10d", ns);
            out.println();
        }
    }
}
