package boreas.bench.overlay;

import boreas.lab.Host;
import boreas.lab.HostProcess;
import boreas.lab.LabException;
import boreas.lab.Network;
import boreas.lab.NodeConfig.Auth;
import boreas.lab.NodeProgram;
import boreas.lab.SiteNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Nodes of cjdns, of one program or of a different one at the far end.
///
/// @param far at the far end; at all others `near`
public record CjdnsContender(String name, NodeProgram near, NodeProgram far) implements Contender {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<String> ALLOWED = List.of("{ \"from\": \"all\", \"to\": \"all\" }");

    public static CjdnsContender of(NodeProgram program) {
        return new CjdnsContender(program.name(), program, program);
    }

    /// Ours at the near end.
    public static CjdnsContender mixed(NodeProgram ours, NodeProgram genuine) {
        return new CjdnsContender(ours + " + " + genuine, ours, genuine);
    }

    @Override
    public String version() {
        return near.equals(far) ? version(near) : version(near) + " + " + version(far);
    }

    private static String version(NodeProgram program) {
        return firstLine(program.file().toString(), "--version");
    }

    /// What a program says first; empty when it cannot be asked.
    static String firstLine(String... words) {
        var lines = lines(words);
        return lines.isEmpty() ? "" : lines.getFirst();
    }

    static List<String> lines(String... words) {
        try {
            var process =
                    new ProcessBuilder(words)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.strip().lines().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// A site is ours alone.
    @Override
    public boolean canLay(Shape shape) {
        return shape != Shape.SITE || !near.isGenuine() && !far.isGenuine();
    }

    @Override
    public Overlay start(Shape shape, boolean hasOffloads) {
        var hosts = shape.topology().hosts();
        if (shape == Shape.SITE) {
            var site = SiteNetwork.lay(shape.topology(), near, Map.of(), ALLOWED);
            return start(site.network(), site.ula(hosts.getLast()), hasOffloads);
        }
        var network =
                Network.lay(
                        shape.topology(),
                        Auth.LOGIN,
                        name -> name.equals(hosts.getLast()) ? far : near);
        return start(network, network.ip6(hosts.getLast()), hasOffloads);
    }

    private static Overlay start(Network network, String address, boolean hasOffloads) {
        var hosts = network.topology().hosts();
        try (var reply = FirstReply.watch(network.host(hosts.getFirst()), address)) {
            for (var name : hosts) {
                // What a node writes is no part of what it carries.
                network.config(name).edit("(\"logTo\": \"stdout\")", "// $1");
            }
            if (!hasOffloads) withoutOffloads(network);
            network.startAll();
            var started = network.node(hosts.getFirst()).started();
            var first = Duration.between(started, reply.await(PATIENCE));
            var nodes = new LinkedHashMap<String, List<Long>>();
            for (var name : hosts)
                nodes.put(
                        name,
                        network.node(name).processes().stream().map(HostProcess::pid).toList());
            return new Overlay(
                    host(network, hosts.getFirst()),
                    host(network, hosts.getLast()),
                    address,
                    nodes,
                    first,
                    network);
        } catch (LabException e) {
            network.close();
            throw e;
        }
    }

    private static void withoutOffloads(Network network) {
        for (var join : network.topology().joins())
            network.cable(join.caller(), join.called()).switchOffloadsOff();
    }

    private static Host host(Network network, String name) {
        return network.host(name);
    }
}
