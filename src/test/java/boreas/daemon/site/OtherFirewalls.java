package boreas.daemon.site;

import boreas.config.UdpPort;
import boreas.site.SitePlan;
import boreas.site.Sites;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Rule sets of other firewalls (`nft/README.md`), and the machine that has them: others may reach
/// its node and, from home, one port more than in the story.
final class OtherFirewalls {
    static final UdpPort IP4 = new UdpPort(27177, false), IP6 = new UdpPort(27177, true);

    /// As a generated configuration binds them.
    static final List<UdpPort> PORTS = List.of(IP4, IP6);

    static final SitePlan VPS3 =
            Sites.plan(
                    Sites.good(
                            Sites.STORY.replace(
                                    "\"allow\": [",
                                    "\"allow\": [ { \"from\": \"home\", \"to\": \"vps3\","
                                            + " \"protocol\": \"tcp\", \"port\": 22 },")),
                    "vps3");

    private OtherFirewalls() {}

    static String text(String name) throws IOException {
        try (var in = OtherFirewalls.class.getResourceAsStream("/nft/" + name)) {
            if (in == null) throw new AssertionError(name + " is missing");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
