package boreas.sim.survey;

import boreas.node.NodeCommand;
import boreas.sim.SimHost;
import java.util.List;

/// What each node has sent until some moment.
record Usage(long atNs, long[] questions, long[] datagrams, long[] bytes) {
    static Usage read(List<SimHost> hosts, long nowNs) {
        int n = hosts.size();
        var usage = new Usage(nowNs, new long[n], new long[n], new long[n]);
        for (int i = 0; i < n; i++) {
            var host = hosts.get(i);
            usage.questions[i] = host.command(new NodeCommand.TakeDhtStats()).questions();
            usage.datagrams[i] = host.datagramsOut();
            usage.bytes[i] = host.bytesOut();
        }
        return usage;
    }

    /// Rates of each node since an earlier moment.
    TrafficRates since(Usage earlier) {
        double seconds = (atNs - earlier.atNs) / 1e9;
        return new TrafficRates(
                rates(questions, earlier.questions, seconds),
                rates(datagrams, earlier.datagrams, seconds),
                rates(bytes, earlier.bytes, seconds));
    }

    private static Sample rates(long[] now, long[] before, double seconds) {
        var rates = new double[now.length];
        for (int i = 0; i < now.length; i++) rates[i] = (now[i] - before[i]) / seconds;
        return Sample.of(rates);
    }
}
