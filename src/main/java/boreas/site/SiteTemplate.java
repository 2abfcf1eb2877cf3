package boreas.site;

import boreas.address.Ip6Prefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A commented site file without machines, to begin with.
public final class SiteTemplate {
    private static final String TEMPLATE = "site.conf.template";

    private SiteTemplate() {}

    /// @param ula the /48 of all sites
    /// @param origin where it comes from, a sentence
    public static String of(Ip6Prefix ula, String origin) {
        var net = ula.address();
        String ula48 = "%x:%x:%x".formatted(net.group(0), net.group(1), net.group(2));
        return template()
                .replace("@ORIGIN@", origin)
                .replace("@ULA48@", ula48)
                .replace("@ULA@", ula48 + "::/48");
    }

    private static String template() {
        try (var in = SiteTemplate.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) throw new AssertionError(TEMPLATE + " is not packed");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + TEMPLATE, e);
        }
    }
}
