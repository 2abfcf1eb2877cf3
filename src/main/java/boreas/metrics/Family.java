package boreas.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// One metric in the making: its name, its help line, and a value for each set of labels. What is
/// added twice under the same labels is summed up, so that no label has to be unique by itself.
final class Family {
    private enum Kind {
        COUNTER,
        GAUGE
    }

    private final Kind kind;
    private final String name;
    private final String help;
    private final Map<Labels, Double> values = new LinkedHashMap<>();

    private Family(Kind kind, String name, String help) {
        this.kind = kind;
        this.name = name;
        this.help = help;
    }

    /// @param name without `_total`, which the format adds
    static Family counter(String name, String help) {
        return new Family(Kind.COUNTER, name, help);
    }

    static Family gauge(String name, String help) {
        return new Family(Kind.GAUGE, name, help);
    }

    /// @param labels names and values in turn
    Family add(double value, String... labels) {
        values.merge(Labels.of(labels), value, Double::sum);
        return this;
    }

    /// A count; beyond 2^53 its last digits are lost, which takes a fast link some years.
    Family add(long value, String... labels) {
        return add((double) value, labels);
    }

    /// Of what is added under the same labels the largest counts.
    Family largest(double value, String... labels) {
        values.merge(Labels.of(labels), value, Math::max);
        return this;
    }

    MetricSnapshot snapshot() {
        return switch (kind) {
            case COUNTER -> {
                var counter = CounterSnapshot.builder().name(name).help(help);
                values.forEach((labels, value) ->
                        counter.dataPoint(
                                CounterSnapshot.CounterDataPointSnapshot.builder()
                                        .labels(labels)
                                        .value(value)
                                        .build()));
                yield counter.build();
            }
            case GAUGE -> {
                var gauge = GaugeSnapshot.builder().name(name).help(help);
                values.forEach((labels, value) ->
                        gauge.dataPoint(
                                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                        .labels(labels)
                                        .value(value)
                                        .build()));
                yield gauge.build();
            }
        };
    }

    /// Families by name; each is made when it is first named.
    static final class Set {
        private final Map<String, Family> byName = new TreeMap<>();

        Family counter(String name, String help) {
            return byName.computeIfAbsent(name, n -> Family.counter(n, help));
        }

        Family gauge(String name, String help) {
            return byName.computeIfAbsent(name, n -> Family.gauge(n, help));
        }

        MetricSnapshots snapshots() {
            return MetricSnapshots.of(
                    byName.values().stream().map(Family::snapshot).toArray(MetricSnapshot[]::new));
        }
    }
}
