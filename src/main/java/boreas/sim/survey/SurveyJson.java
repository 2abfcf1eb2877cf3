package boreas.sim.survey;

import java.util.Locale;
import java.util.TreeMap;

/// Tells a result to programs, as JSON. Everything under `result` is the same for the same plan.
public final class SurveyJson {
    private SurveyJson() {}

    public static String of(SurveyPlan plan, SurveyResult r, SurveyCost cost) {
        return """
        {
          "plan": {
            "nodes": %d,
            "topology": "%s",
            "links": %d,
            "seed": %d,
            "seconds": %s,
            "delayMs": %s,
            "jitterMs": %s,
            "lossPercent": %s,
            "crypto": "%s"
          },
          "result": {
            "digest": "%016x",
            "pairs": %d,
            "reached": %d,
            "reachedAfterMs": %s,
            "packets": %d,
            "packetsArrived": %d,
            "stretchAtFirstPacket": %s,
            "stretch": %s,
            "hops": %s,
            "pathsThatLeadNowhere": %d,
            "labelOverflows": %d,
            "nodesTooFar": %d,
            "idle": %s,
            "loaded": %s,
            "knownNodes": %s,
            "datagrams": %d,
            "events": %d,
            "drops": %s
          },
          "cost": {
            "wallSeconds": %s,
            "cpuSeconds": %s,
            "heapBytesPerNode": %d
          }
        }
        """
                .formatted(
                        plan.topology().nodes(),
                        plan.topology().name(),
                        plan.topology().links().size(),
                        plan.seed(),
                        number(plan.durationNs() / 1e9),
                        number(plan.weather().delayNs() / 1e6),
                        number(plan.weather().jitterNs() / 1e6),
                        number(plan.weather().lossPpm() / 1e4),
                        plan.crypto().name(),
                        r.digest(),
                        r.pairs(),
                        r.reached(),
                        sample(r.reachedAfterMs()),
                        r.packets(),
                        r.arrived(),
                        sample(r.firstStretch()),
                        sample(r.stretch()),
                        sample(r.hops()),
                        r.lost(),
                        r.labelOverflows(),
                        r.tooFar(),
                        rates(r.idle()),
                        rates(r.loaded()),
                        sample(r.knownNodes()),
                        r.datagrams(),
                        r.events(),
                        drops(r),
                        number(cost.wallNs() / 1e9),
                        number(cost.cpuNs() / 1e9),
                        cost.heapBytes() / plan.topology().nodes());
    }

    private static String rates(TrafficRates rates) {
        return """
        {
              "questionsPerSecond": %s,
              "datagramsPerSecond": %s,
              "bytesPerSecond": %s
            }\
        """
                .formatted(
                        sample(rates.questions()),
                        sample(rates.datagrams()),
                        sample(rates.bytes()));
    }

    private static String sample(Sample s) {
        return "{\"count\": %d, \"median\": %s, \"p90\": %s, \"p99\": %s, \"max\": %s, \"mean\": %s}"
                .formatted(
                        s.size(),
                        number(s.median()),
                        number(s.quantile(0.9)),
                        number(s.quantile(0.99)),
                        number(s.max()),
                        number(s.mean()));
    }

    private static String drops(SurveyResult r) {
        var text = new StringBuilder("{");
        new TreeMap<>(r.drops())
                .forEach((verdict, count) ->
                        text.append(text.length() == 1 ? "" : ", ")
                                .append("\"%s\": %d".formatted(verdict, count)));
        return text.append("}").toString();
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.4f", value);
    }
}
