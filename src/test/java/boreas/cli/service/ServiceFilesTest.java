package boreas.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Texts of units and scripts. Those of the usual machine stand in `dist`, for packages.
class ServiceFilesTest {
    private static final Path PROGRAM = Path.of("/opt/boreas"), JDK = Path.of("/opt/jdk-25");
    private static final Path CONF = Path.of("/etc/cjdroute.conf");
    private static final Path SITE = Path.of("/etc/boreas/site.conf");

    private static ServiceSettings settings(
            @Nullable Path site, boolean hasSite, @Nullable String user) {
        return new ServiceSettings("cjdns", PROGRAM, JDK, CONF, site, hasSite, user, false, false);
    }

    private static final ServiceSettings USUAL = settings(null, false, null);
    private static final ServiceSettings AT_SITE = settings(null, true, null);

    @Test
    void theFilesInDistAreThoseOfTheUsualMachine() throws Exception {
        assertThat(Path.of("dist/cjdns.service")).hasContent(new SystemdUnits(USUAL).node());
        assertThat(Path.of("dist/cjdns-site.service")).hasContent(new SystemdUnits(AT_SITE).site());
        assertThat(Path.of("dist/cjdns.init"))
                .hasContent("#!/bin/sh\n" + new InitScript(USUAL).node());
        assertThat(Path.of("dist/cjdns-site.init"))
                .hasContent("#!/bin/sh\n" + new InitScript(AT_SITE).site());
    }

    @Test
    void theUnitIsReadyByNoticeAndWatched() {
        assertThat(new SystemdUnits(USUAL).node())
                .contains(
                        "Type=notify\n", "NotifyAccess=main\n", "WatchdogSec=", "Restart=always\n")
                .contains("ExecStart=/opt/boreas/boreas run --name cjdroute --config -\n")
                .contains("StandardInput=file:/etc/cjdroute.conf\n")
                .contains("ExecReload=+/opt/boreas/boreas reload --config /etc/cjdroute.conf\n");
    }

    @Test
    void neitherNetworkNorNamesAreWaitedFor() {
        assertThat(new SystemdUnits(USUAL).node() + new SystemdUnits(AT_SITE).node())
                .doesNotContain("network-online", "nss-lookup", "Requires=");
        assertThat(new InitScript(USUAL).node().lines().filter(l -> l.contains("Required-Start")))
                .containsExactly("# Required-Start:    $local_fs $remote_fs");
    }

    @Test
    void onlyTheRightsThatTheConfigurationNeedsAreGiven() {
        assertThat(rights(USUAL)).containsOnly("CAP_NET_ADMIN CAP_SETUID");
        var all = new ServiceSettings("cjdns", PROGRAM, JDK, CONF, null, false, null, true, true);
        assertThat(rights(all))
                .containsOnly("CAP_NET_ADMIN CAP_SETUID CAP_NET_RAW CAP_NET_BIND_SERVICE");
        assertThat(new SystemdUnits(all).node()).contains("AF_NETLINK AF_PACKET\n");
        assertThat(new SystemdUnits(USUAL).node()).doesNotContain("AF_PACKET");
    }

    private static List<String> rights(ServiceSettings settings) {
        var rights =
                new SystemdUnits(settings)
                        .node()
                        .lines()
                        .filter(l -> l.matches("(Ambient|Capability).*=.*"))
                        .map(l -> l.substring(l.indexOf('=') + 1))
                        .toList();
        assertThat(rights).hasSize(2);
        return rights;
    }

    @Test
    void aNamedUserIsNotMadeUp() {
        assertThat(new SystemdUnits(USUAL).node()).contains("User=boreas\nDynamicUser=yes\n");
        assertThat(new SystemdUnits(settings(null, false, "mesh")).node())
                .contains("User=mesh\n")
                .doesNotContain("DynamicUser");
        assertThat(new InitScript(USUAL).node()).contains("\nCJDNS_USER=root\n");
        assertThat(new InitScript(settings(null, false, "mesh")).node())
                .contains("\nCJDNS_USER=mesh\n");
    }

    @Test
    void theRulesOfASiteAreInForceBeforeTheNetworkIsThere() {
        var unit = new SystemdUnits(AT_SITE).site();
        assertThat(unit)
                .contains("Before=network-pre.target shutdown.target\n")
                .contains("Wants=network-pre.target\n")
                .contains("DefaultDependencies=no\n")
                .contains("ExecStart=/opt/boreas/boreas site up --config -\n")
                .contains("CapabilityBoundingSet=CAP_NET_ADMIN\n");
        // The usual loaders of other firewalls begin by emptying all tables.
        assertThat(unit.lines().filter(l -> l.startsWith("After=")).toList())
                .singleElement()
                .asString()
                .contains(" nftables.service ");
        assertThat(new SystemdUnits(AT_SITE).node())
                .contains("Wants=cjdns-site.service\n")
                .contains("After=network-pre.target cjdns-site.service\n");
        assertThat(new InitScript(AT_SITE).site())
                .contains("# X-Start-Before:    $network cjdns\n")
                .contains("# Default-Start:     S\n");
    }

    @Test
    void aSiteThatTheConfigurationDoesNotNameIsAnOption() {
        var settings = settings(SITE, true, null);
        assertThat(new SystemdUnits(settings).node())
                .contains("run --name cjdroute --config - --site /etc/boreas/site.conf\n");
        assertThat(new SystemdUnits(settings).site())
                .contains("site up --config - --site /etc/boreas/site.conf\n");
        assertThat(new InitScript(settings).node())
                .contains(
                        "run --background --name cjdroute --config - --site /etc/boreas/site.conf <\"$CJDNS_CONFIG\"");
        assertThat(new InitScript(settings).site())
                .contains("--config \"$CJDNS_CONFIG\" --site /etc/boreas/site.conf; }");
    }

    @Test
    void theScriptStartsTheDropInAsPeopleDo() {
        assertThat(new InitScript(USUAL).node())
                .contains("\"$PROG_PATH/cjdroute\" <\"$CJDNS_CONFIG\"");
    }

    @Test
    void nothingIsLeftToFillIn() {
        for (var settings : List.of(USUAL, AT_SITE, settings(SITE, true, "mesh")))
            for (var text :
                    List.of(
                            new InitScript(settings).node(),
                            new InitScript(settings).site(),
                            new SystemdUnits(settings).node(),
                            new SystemdUnits(settings).site()))
                assertThat(text)
                        .doesNotContainPattern("@[A-Z_]+@")
                        .doesNotContain("=null", " null");
    }

    @Test
    void theScriptsAreShell() throws Exception {
        for (var name : List.of("dist/cjdns.init", "dist/cjdns-site.init")) {
            assertThat(Files.isExecutable(Path.of(name))).as(name).isTrue();
            var sh = new ProcessBuilder("sh", "-n", name).inheritIO().start();
            assertThat(sh.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(sh.exitValue()).as(name).isZero();
        }
    }
}
