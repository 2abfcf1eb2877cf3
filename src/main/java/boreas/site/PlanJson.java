package boreas.site;

import boreas.address.IpPrefix;
import boreas.host.Setting;
import boreas.value.JsonText;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.List;

/// A plan for programs (RFC 8259). Keys are only added from version to version.
final class PlanJson {
    private PlanJson() {}

    static String of(SitePlan plan) {
        var own = plan.own();
        var json =
                Value.dict()
                        .put("machine", own.name())
                        .put("publicKey", own.key().toString())
                        .put("ipv6", own.nodeAddress().toString())
                        .put("ula", plan.site().ula().toString())
                        .put("network", own.network().toString())
                        .put("endpoint", own.endpoint().compressedText())
                        .put("source", own.source().compressedText())
                        .put("settings", plan.settings().stream().map(PlanJson::setting).toList())
                        .put("peers", plan.peers().stream().map(PlanJson::peer).toList())
                        .put("tunnels", plan.tunnels().stream().map(PlanJson::tunnel).toList())
                        .put("gates", plan.gates().stream().map(PlanJson::gate).toList())
                        .put("notes", Value.ofTexts(plan.notes()));
        return JsonText.standard(json.build()) + "\n";
    }

    private static Value setting(Setting setting) {
        var json = Value.dict();
        switch (setting) {
            case Setting.TunDevice(String device, int mtuBytes) ->
                    json.put("kind", "tun").put("device", device).put("mtu", mtuBytes);
            case Setting.KernelTunnel(String device, var local, var remote, int mtuBytes) ->
                    json.put("kind", "kernelTunnel")
                            .put("device", device)
                            .put("local", local.compressedText())
                            .put("remote", remote.compressedText())
                            .put("mtu", mtuBytes);
            case Setting.Address(String device, var address, int bits) ->
                    json.put("kind", "address")
                            .put("device", device)
                            .put("address", address.compressedText())
                            .put("bits", bits);
            case Setting.Route r -> {
                json.put("kind", "route")
                        .put("destination", r.destination().toString())
                        .put("device", r.device());
                var source = r.sourceText();
                if (source != null) json.put("source", source);
                json.put("metric", r.metric());
            }
            case Setting.Unreachable(IpPrefix destination, int metric) ->
                    json.put("kind", "unreachable")
                            .put("destination", destination.toString())
                            .put("metric", metric);
            case Setting.Sysctl(String name, int value) ->
                    json.put("kind", "sysctl").put("name", name).put("value", value);
        }
        return json.build();
    }

    private static Value peer(PlannedPeer peer) {
        var json =
                Value.dict().put("machine", peer.machine()).put("publicKey", peer.key().toString());
        var endpoint = peer.endpoint();
        if (endpoint != null) json.put("address", endpoint.toString());
        return json.build();
    }

    private static Value tunnel(Tunnel tunnel) {
        var json =
                Value.dict()
                        .put("device", tunnel.device())
                        .put("machine", tunnel.machine())
                        .put("publicKey", tunnel.key().toString())
                        .put("remote", texts(tunnel.remote()))
                        .put("mtu", tunnel.mtuBytes())
                        .put("mss", tunnel.mssBytes())
                        .put("kernelTunnel", tunnel.isKernelTunnel() ? 1 : 0);
        var limit = tunnel.encapsulationLimit();
        if (limit != null) json.put("encapsulationLimit", limit);
        return json.build();
    }

    private static Value gate(Gate gate) {
        return Value.dict()
                .put("device", gate.device())
                .put("machine", gate.machine())
                .put("sources", texts(gate.sources()))
                .put("destinations", texts(gate.own()))
                .put("grants", gate.grants().stream().map(PlanJson::grant).toList())
                .build();
    }

    private static Value grant(Grant grant) {
        var ports = new ArrayList<String>();
        for (var p : grant.ports()) ports.add(p.toString());
        return Value.dict()
                .put("sources", texts(grant.sources()))
                .put("destinations", texts(grant.destinations()))
                .put("protocol", grant.protocol().toString())
                .put("ports", Value.ofTexts(ports))
                .build();
    }

    private static Value texts(List<IpPrefix> ranges) {
        return Value.ofTexts(ranges.stream().map(IpPrefix::toString).toList());
    }
}
