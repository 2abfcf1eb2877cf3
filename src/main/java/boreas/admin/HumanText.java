package boreas.admin;

import boreas.value.Value;
import java.util.Locale;

/// Figures as people say them. Texts of strangers lose what could steer a terminal.
final class HumanText {
    private static final long SECOND_MS = 1000;
    private static final long MINUTE_MS = 60 * SECOND_MS;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;

    private static final String UNITS = "kMGTPE";

    /// What stands where nothing is known.
    static final String UNKNOWN = "-";

    private HumanText() {}

    /// Two units at most: `3 d 4 h`, `12 min`, `0 s`.
    static String duration(long ms) {
        if (ms < MINUTE_MS) return Math.max(ms, 0) / SECOND_MS + " s";
        if (ms < HOUR_MS) return two(ms, MINUTE_MS, "min", SECOND_MS, "s");
        if (ms < DAY_MS) return two(ms, HOUR_MS, "h", MINUTE_MS, "min");
        return two(ms, DAY_MS, "d", HOUR_MS, "h");
    }

    private static String two(long ms, long unit, String name, long lesser, String lesserName) {
        long rest = ms % unit / lesser;
        return ms / unit + " " + name + (rest == 0 ? "" : " " + rest + " " + lesserName);
    }

    static String rate(long kbps) {
        if (kbps < 10_000) return kbps + " kb/s";
        return String.format(Locale.ROOT, "%.1f Mb/s", kbps / 1000.0);
    }

    /// `999 B`, `1.2 kB`, `34 MB`: powers of ten, three digits.
    static String bytes(long bytes) {
        if (bytes < 1000) return bytes + " B";
        double value = bytes;
        int unit = -1;
        while (value >= 999.5 && unit < UNITS.length() - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(
                Locale.ROOT, value < 9.95 ? "%.1f %cB" : "%.0f %cB", value, UNITS.charAt(unit));
    }

    /// A round trip.
    static String millis(long us) {
        return String.format(Locale.ROOT, us < 10_000 ? "%.1f ms" : "%.0f ms", us / 1000.0);
    }

    /// A share: `0 %`, `0.4 %`, `12 %`.
    static String percent(long ppm) {
        if (ppm == 0) return "0 %";
        return String.format(Locale.ROOT, ppm < 10_000 ? "%.1f %%" : "%.0f %%", ppm / 10_000.0);
    }

    /// A text in a node's reply, safe to show; empty when it is not there.
    static String of(Value.Dict reply, String key) {
        var s = reply.str(key);
        return s == null ? "" : safe(s.text());
    }

    /// Without control characters, which could move the cursor or change colours.
    static String safe(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
