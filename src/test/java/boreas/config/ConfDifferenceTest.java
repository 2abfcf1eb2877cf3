package boreas.config;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.config.ConfKey.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfDifferenceTest {
    /// For each key a place of the file and what stands there instead.
    private static final Map<ConfKey, List<String>> EDITS =
            Map.ofEntries(
                    edit(
                            ConfKey.PRIVATE_KEY,
                            "4e983e7ed7b5be8c99b760d658f495ed118e5394b66769d240180b495afa167e",
                            "cc531752eba7dc90f6c7a10ae48aa71e2e73bbfe57dce4500f4ff17dabcc40e4"),
                    edit(ConfKey.AUTHORIZED_PASSWORDS, "\"first-of", "\"third-of"),
                    edit(ConfKey.ADMIN_BIND, "127.0.0.1:11234", "127.0.0.1:11235"),
                    edit(ConfKey.ADMIN_PASSWORD, "\"NONE\"", "\"fourth\""),
                    edit(ConfKey.ADMIN_SOCKET, "/run/admin.sock", "/run/other.sock"),
                    edit(ConfKey.UDP_BIND, "[2001:db8::7]:27177", "[2001:db8::8]:27177"),
                    edit(ConfKey.UDP_DSCP, "\"dscp\": 46", "\"dscp\": 0"),
                    edit(ConfKey.UDP_BEACON, "\"beacon\": 1", "\"beacon\": 2"),
                    edit(ConfKey.UDP_BEACON_PORT, "64512", "64513"),
                    edit(ConfKey.UDP_BEACON_DEVICES, "\"eth0\"", "\"all\""),
                    edit(ConfKey.UDP_PEERS, "\"p\"", "\"pp\""),
                    edit(ConfKey.ETHERNET_BIND, "\"eth1\"", "\"eth2\""),
                    edit(ConfKey.ETHERNET_ALL, "\"eth1\"", "\"all\""),
                    edit(ConfKey.ETHERNET_BEACON, "\"beacon\": 2", "\"beacon\": 0"),
                    edit(ConfKey.ETHERNET_PEERS, "01:02:03:04:05:06", "01:02:03:04:05:07"),
                    edit(ConfKey.INSIDE, "\"tun0\"", "\"tun1\""),
                    edit(
                            ConfKey.SUPERNODES,
                            "\"supernodes\": [ \"" + WholeConf.PEER_KEY + "\" ]",
                            "\"supernodes\": []"),
                    edit(ConfKey.DNS_SEEDS, "seed.example.net", "seed.example.org"),
                    edit(ConfKey.PUBLIC_PEER, "PUB_x", "PUB_y"),
                    edit(
                            ConfKey.IP_TUNNEL,
                            "\"outgoingConnections\": [ \"" + WholeConf.PEER_KEY + "\" ]",
                            "\"outgoingConnections\": []"),
                    edit(ConfKey.SECURITY, "\"nobody\"", "\"daemon\""),
                    edit(
                            ConfKey.LOG_TO,
                            "\"logging\": { \"logTo\": \"stdout\" }",
                            "\"logging\": {}"),
                    edit(ConfKey.NO_BACKGROUND, "\"noBackground\": 1", "\"noBackground\": 0"),
                    edit(ConfKey.PIPE, "/run/x.sock", "/run/y.sock"),
                    edit(ConfKey.SITE, "site.conf", "other.conf"),
                    edit(ConfKey.METRICS, "127.0.0.1:9633", "/run/boreas.sock"),
                    edit(ConfKey.VERSION, "\"version\": 2\n", "\"version\": 1\n"));

    private static Map.Entry<ConfKey, List<String>> edit(ConfKey key, String part, String with) {
        return Map.entry(key, List.of(part, with));
    }

    private static CjdrouteConf edited(ConfKey key) {
        var edit = EDITS.get(key);
        if (edit == null) throw new AssertionError("no edit for " + key);
        return WholeConf.with(edit.get(0), edit.get(1));
    }

    @Test
    void aFileDoesNotDifferFromItself() {
        var difference = ConfDifference.of(WholeConf.conf(), WholeConf.conf());
        assertThat(difference.isEmpty()).isTrue();
        assertThat(difference.udp()).allMatch(one -> one.peers().isEmpty());
        assertThat(difference.running()).isEqualTo(WholeConf.conf());
    }

    @ParameterizedTest
    @EnumSource(ConfKey.class)
    void aChangeOfEachKeyIsToldUnderItsName(ConfKey key) {
        var difference = ConfDifference.of(WholeConf.conf(), edited(key));
        assertThat(difference.changes()).isNotEmpty().extracting(ConfChange::key).contains(key);
        assertThat(difference.changes().toString()).contains(key.path() + ": ");
    }

    @ParameterizedTest
    @EnumSource(ConfKey.class)
    void theNodeRunsWithWhatIsLiveAndKeepsWhatNeedsARestart(ConfKey key) {
        var running = ConfDifference.of(WholeConf.conf(), edited(key)).running();
        boolean isKept = key.effect() == Effect.RESTART || key.effect() == Effect.REFUSED;
        assertThat(running).isEqualTo(isKept ? WholeConf.conf() : edited(key));
    }

    @Test
    void noSecretIsShown() {
        var secrets = Pattern.compile("first|third|NONE|fourth|\\bpp?\\b|[0-9a-f]{64}");
        for (var key : EnumSet.complementOf(EnumSet.of(ConfKey.SITE)))
            for (var change : ConfDifference.of(WholeConf.conf(), edited(key)).changes())
                assertThat(secrets.matcher(change.text()).find()).as(change.toString()).isFalse();
    }

    @Test
    void anotherPasswordOfTheSameUserIsOneChange() {
        var before = withPasswords(password("old", "x", null), password("a", null, null));
        var after = withPasswords(password("b", null, null), password("new", "x", null));
        var difference = ConfDifference.of(before, after);
        assertThat(difference.passwordsRemoved()).hasSize(2);
        assertThat(difference.passwordsAdded()).hasSize(2);
        assertThat(difference.changes())
                .extracting(ConfChange::toString)
                .containsExactlyInAnyOrder(
                        "~ authorizedPasswords: user \"x\": password",
                        "- authorizedPasswords: one without a user",
                        "+ authorizedPasswords: one without a user");
    }

    @Test
    void anotherAddressForAUserIsOneChangeThatNamesBoth() throws Exception {
        var a = Ip6.parse("fc00::a");
        var before = withPasswords(password("p", "x", null), password("q", "y", a));
        var after = withPasswords(password("p", "x", a), password("r", "y", null));
        assertThat(ConfDifference.of(before, after).changes())
                .extracting(ConfChange::text)
                .containsExactly(
                        "user \"x\" from %s: from any before".formatted(a),
                        "user \"y\": password, from %s before".formatted(a));
    }

    private static AuthorizedPassword password(
            String text, @Nullable String user, @Nullable Ip6 from) {
        return new AuthorizedPassword(Password.of(text), user, from);
    }

    private static CjdrouteConf withPasswords(AuthorizedPassword... passwords) {
        return WholeConf.conf().with(List.of(passwords));
    }

    @Test
    void theOrderOfTheFileDoesNotMatter() {
        var before = WholeConf.conf();
        var after =
                new CjdrouteConf(
                        before.identity(),
                        before.authorizedPasswords().reversed(),
                        before.admin(),
                        before.udpInterfaces().reversed().stream()
                                .map(ConfDifferenceTest::peersReversed)
                                .toList(),
                        before.ethInterfaces(),
                        before.router(),
                        before.security(),
                        before.logToStdout(),
                        before.noBackground(),
                        before.pipe(),
                        before.site(),
                        before.metrics(),
                        before.version());
        assertThat(ConfDifference.of(before, after).changes()).isEmpty();
    }

    private static UdpInterfaceConf peersReversed(UdpInterfaceConf udp) {
        return new UdpInterfaceConf(
                udp.bind(),
                udp.dscp(),
                udp.beacon(),
                udp.beaconPort(),
                udp.beaconDevices(),
                udp.connectTo().reversed());
    }

    @Test
    void onlyThePeerThatChangedIsTouched() {
        var peers =
                ConfDifference.of(WholeConf.conf(), edited(ConfKey.UDP_PEERS))
                        .udp()
                        .getFirst()
                        .peers();
        assertThat(peers.removed()).hasSize(1);
        assertThat(peers.added()).hasSize(1);
        assertThat(peers.told()).isEmpty();
        assertThat(peers.replacedBy(peers.added().getFirst()))
                .isEqualTo(peers.removed().getFirst());
    }

    @Test
    void anotherNameLeavesTheLinkAsItIs() {
        var peers =
                ConfDifference.of(WholeConf.conf(), WholeConf.with("\"n\"", "\"vps3\""))
                        .udp()
                        .getFirst()
                        .peers();
        assertThat(peers.removed()).isEmpty();
        assertThat(peers.added()).isEmpty();
        assertThat(peers.told()).extracting(PeerConf::peerName).containsExactly("vps3");
    }

    @Test
    void anInterfaceBoundElsewhereGoesAndComesWithItsPeers() {
        var udp =
                ConfDifference.of(
                                WholeConf.conf(), WholeConf.with("0.0.0.0:27177", "0.0.0.0:27178"))
                        .udp();
        assertThat(udp).hasSize(3);
        assertThat(udp.get(0).before()).isNull();
        assertThat(udp.get(0).peers().added()).hasSize(2);
        assertThat(udp.get(2).after()).isNull();
        assertThat(udp.get(2).peers().removed()).hasSize(2);
    }

    @Test
    void anotherKeyMakesAnotherNode() {
        assertThat(
                        ConfDifference.of(WholeConf.conf(), edited(ConfKey.PRIVATE_KEY))
                                .isOfAnotherNode())
                .isTrue();
    }

    @Test
    void theTableForPeopleSaysOfEachKeyWhatThisDoes() throws IOException {
        var told = new TreeMap<String, String>();
        var row = Pattern.compile("\\| `([A-Za-z.]+)` \\| ([a-z ]+) \\|.*");
        try (Stream<String> lines = Files.lines(Path.of("docs/reload.md"))) {
            lines.map(row::matcher)
                    .filter(Matcher::matches)
                    .forEach(m -> told.put(m.group(1), m.group(2)));
        }
        var right = new TreeMap<String, String>();
        for (var key : ConfKey.values()) right.put(key.path(), key.effect().word());
        assertThat(told).isEqualTo(right);
    }

    /// A setting that somebody adds and forgets here would be passed over by each reload.
    @Test
    void everySettingOfTheFileIsCompared() {
        var compared = new ArrayList<String>();
        for (var component : CjdrouteConf.class.getRecordComponents())
            compared.add(component.getName());
        assertThat(compared)
                .containsExactly(
                        "identity",
                        "authorizedPasswords",
                        "admin",
                        "udpInterfaces",
                        "ethInterfaces",
                        "router",
                        "security",
                        "logToStdout",
                        "noBackground",
                        "pipe",
                        "site",
                        "metrics",
                        "version");
        assertThat(names(AdminConf.class)).isEqualTo(Set.of("bind", "password", "socket"));
        assertThat(names(UdpInterfaceConf.class))
                .isEqualTo(
                        Set.of(
                                "bind",
                                "dscp",
                                "beacon",
                                "beaconPort",
                                "beaconDevices",
                                "connectTo"));
        assertThat(names(EthInterfaceConf.class)).isEqualTo(Set.of("bind", "beacon", "connectTo"));
        assertThat(names(PeerConf.class))
                .isEqualTo(
                        Set.of(
                                "endpoint",
                                "publicKey",
                                "login",
                                "password",
                                "peerName",
                                "version"));
        assertThat(EDITS).containsOnlyKeys(ConfKey.values());
    }

    private static Set<String> names(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents())
                .map(java.lang.reflect.RecordComponent::getName)
                .collect(Collectors.toSet());
    }
}
