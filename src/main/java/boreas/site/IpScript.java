package boreas.site;

import boreas.address.Ip4Prefix;
import boreas.address.IpPrefix;
import boreas.host.Setting;

/// A plan's settings as a shell script of `ip` and `sysctl` commands that may run again.
final class IpScript {
    private IpScript() {}

    static String of(SitePlan plan) {
        var text = new StringBuilder();
        text.append("# Network of ")
                .append(plan.own().name())
                .append(", for sh; once more changes nothing.\n");
        for (var s : plan.settings()) text.append(command(s)).append('\n');
        return text.toString();
    }

    static String command(Setting setting) {
        return switch (setting) {
            case Setting.TunDevice(String device, int mtuBytes) ->
                    "ip link show dev %1$s >/dev/null 2>&1 || ip tuntap add dev %1$s mode tun; ip link set dev %1$s mtu %2$d up"
                            .formatted(device, mtuBytes);
            case Setting.KernelTunnel(String device, var local, var remote, int mtuBytes) ->
                    ("ip link show dev %1$s >/dev/null 2>&1 || ip -6 tunnel add %1$s mode any"
                                    + " local %2$s remote %3$s encaplimit none; ip link set dev"
                                    + " %1$s mtu %4$d up")
                            .formatted(
                                    device,
                                    local.compressedText(),
                                    remote.compressedText(),
                                    mtuBytes);
            // Without detection of duplicates: a route may name the address at once.
            case Setting.Address(String device, var address, int bits) ->
                    "ip -6 address replace %s/%d dev %s nodad"
                            .formatted(address.compressedText(), bits, device);
            case Setting.Route r -> {
                var source = r.sourceText();
                yield "%s route replace %s dev %s%s metric %d"
                        .formatted(
                                ip(r.destination()),
                                r.destination(),
                                r.device(),
                                source == null ? "" : " src " + source,
                                r.metric());
            }
            case Setting.Unreachable(IpPrefix destination, int metric) ->
                    "%s route replace unreachable %s metric %d"
                            .formatted(ip(destination), destination, metric);
            case Setting.Sysctl(String name, int value) -> "sysctl -q -w " + name + "=" + value;
        };
    }

    private static String ip(IpPrefix destination) {
        return destination instanceof Ip4Prefix ? "ip -4" : "ip -6";
    }
}
