package boreas.bench;

import boreas.lab.Host;
import boreas.lab.LabException;
import boreas.lab.Pause;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Loads between two hosts, by iperf3. The server is started for each: one that an overload has
/// confused does no harm to the next.
///
/// @param address the far end's
record Traffic(Host near, Host far, String address) {
    /// What Linux has where nobody chose another.
    static final String CUBIC = "cubic";

    private static final int PORT = 5201;
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final int LOOKS = 500;

    /// What iperf3 takes to connect, to end, and to exchange its results over a full path.
    private static final int OVERHEAD_S = 12;

    /// What one load came to.
    ///
    /// @param bytes that the receiver got
    /// @param retransmits of TCP
    /// @param toolCores processor time of both iperf3, per second
    record Load(double bytes, double seconds, double retransmits, double toolCores) {
        double mbitPerS() {
            return bytes * 8 / seconds / 1e6;
        }

        double gigabytes() {
            return bytes / 1e9;
        }
    }

    /// With the congestion control that this machine has for all.
    ///
    /// @param isBack from the far end to the near one
    Load tcp(int flows, int seconds, boolean isBack) {
        return tcp(List.of("-P", Integer.toString(flows)), seconds, isBack);
    }

    /// One flow.
    ///
    /// @param congestionControl by the kernel's name for it
    Load tcp(String congestionControl, int seconds, boolean isBack) {
        return tcp(List.of("-C", congestionControl), seconds, isBack);
    }

    private Load tcp(List<String> options, int seconds, boolean isBack) {
        var words = new ArrayList<>(options);
        if (isBack) words.add("-R");
        var end = run(seconds, words);
        return new Load(
                number(end, "sum_received", "bytes"),
                number(end, "sum_received", "seconds"),
                number(end, "sum_sent", "retransmits"),
                tools(end));
    }

    /// Datagrams from the near end to the far one.
    ///
    /// @param pps 0: as many as iperf3 can
    /// @return null when iperf3 had no result, as after an overload that swallowed its own words
    RateSearch.@Nullable Probe udp(int bytes, double pps, int seconds) {
        var rate = Long.toString(Math.round(pps * bytes * 8));
        try {
            var end = run(seconds, List.of("-u", "-l", Integer.toString(bytes), "-b", rate));
            // by bytes: the receiver's count of gaps misses a tail that was lost
            double received = number(end, "sum_received", "bytes") / bytes;
            return new RateSearch.Probe(
                    number(end, "sum_sent", "packets") / number(end, "sum_sent", "seconds"),
                    received / number(end, "sum_received", "seconds"));
        } catch (LabException e) {
            return null;
        }
    }

    /// @return iperf3's `end`
    private JsonObject run(int seconds, List<String> words) {
        var devNull = new File("/dev/null");
        var server =
                far.start(
                        Redirect.from(devNull),
                        Redirect.to(devNull),
                        List.of("iperf3", "-s", "-1", "-B", address));
        try {
            awaitListening(server);
            var line = new ArrayList<>(List.of("iperf3", "-J", "-c", address));
            line.addAll(List.of("-t", Integer.toString(seconds), "--connect-timeout", "3000"));
            line.addAll(words);
            var output =
                    near.run(Duration.ofSeconds(seconds + OVERHEAD_S), line.toArray(new String[0]));
            return end(output.out());
        } finally {
            server.destroyForcibly();
        }
    }

    static JsonObject end(String json) {
        try {
            var said = JsonParser.parseString(json).getAsJsonObject();
            if (said.has("error"))
                throw new LabException("iperf3: " + said.get("error").getAsString());
            return said.getAsJsonObject("end");
        } catch (JsonParseException | IllegalStateException e) {
            throw new LabException("iperf3 measured nothing", e);
        }
    }

    /// 0 when it is not there: iperf3 leaves out what does not apply.
    static double number(JsonObject end, String part, String name) {
        var object = end.getAsJsonObject(part);
        if (object == null) throw new LabException("iperf3 tells nothing of " + part);
        return object.has(name) ? object.get(name).getAsDouble() : 0;
    }

    private static double tools(JsonObject end) {
        return (number(end, "cpu_utilization_percent", "host_total")
                        + number(end, "cpu_utilization_percent", "remote_total"))
                / 100;
    }

    private void awaitListening(Process server) {
        var port = ":%04X ".formatted(PORT);
        for (int i = 0; !sockets().contains(port); i++) {
            if (i == LOOKS || !server.isAlive())
                throw new LabException("no iperf3 listens at " + address);
            Pause.of(LOOK);
        }
    }

    private String sockets() {
        return far.inside(() -> {
            try {
                return Files.readString(Path.of("/proc/thread-self/net/tcp6"))
                        + Files.readString(Path.of("/proc/thread-self/net/tcp"));
            } catch (IOException e) {
                throw new LabException("no list of sockets: " + e.getMessage(), e);
            }
        });
    }
}
