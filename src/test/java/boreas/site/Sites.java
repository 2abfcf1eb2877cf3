package boreas.site;

import boreas.config.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Site files for tests, also of other packages: the one of the story, home with two servers.
public final class Sites {
    public static final String HOME_KEY = "w59xt61vhc11rnquu9yxdd758m0th04v661xl2uwn9986g5rnu20.k";
    public static final String VPS2_KEY = "93b6jt55r00cby85zj340ffqtpdwn4thmxqv1buvumj3svyr20q0.k";
    public static final String VPS3_KEY = "jkj192vbtbwb36uf3x0h0ng7humzyrrzuj3zp2z39fxk3v3g3s20.k";

    /// Each machine on a line of its own: home on 5, vps2 on 6, vps3 on 7; rules on 10 and 11.
    public static final String STORY =
            """
            {
                "ula": "fdd7:5938:e2e6::/48",
                "endpointSubnet": "3",
                "machines": {
                    "home": { "publicKey": "%s", "mac": "00:16:3e:01:6c:8d", "services": { "mysql": ":1::3306:1" } },
                    "vps2": { "publicKey": "%s", "mac": "00:16:3e:02:00:4e", "address": "203.0.113.2:27177", "tunnel": "ula-net" },
                    "vps3": { "publicKey": "%s", "mac": "00:16:3e:03:12:34", "address": "203.0.113.3:27177" }
                },
                "allow": [
                    { "from": "vps3", "to": "home.mysql", "protocol": "tcp", "port": 3306 },
                    { "from": "all", "to": "all", "protocol": "icmp" }
                ]
            }
            """
                    .formatted(HOME_KEY, VPS2_KEY, VPS3_KEY);

    private Sites() {}

    public static SiteReading read(String text) {
        return SiteReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Site good(String text) {
        var reading = read(text);
        var site = reading.site();
        if (site == null) throw new AssertionError(reading.problems().toString());
        return site;
    }

    public static SitePlan plan(Site site, String machine) {
        var own = site.byName(machine);
        if (own == null) throw new AssertionError(machine);
        return SitePlan.of(site, own);
    }

    public static List<String> problems(String text) {
        return read(text).problems().stream().map(Problem::toString).toList();
    }
}
