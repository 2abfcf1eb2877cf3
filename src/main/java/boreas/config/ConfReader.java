package boreas.config;

import boreas.address.AddressException;
import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PrivateKey;
import boreas.address.PublicKey;
import boreas.value.LaxJson;
import boreas.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads `cjdroute.conf` and says everything that is wrong with it.
///
/// Nothing is thrown, whatever the bytes. A problem names its place, what was read, and what would
/// work; passwords and private keys are not shown.
public final class ConfReader {
    /// Ours: `sun_path` has 108, unix(7), of which the JVM takes 2 and the folder in which the
    /// socket is made up to 6.
    private static final int SOCKET_BYTES_MAX = 80;

    /// Of an authorized password, before a warning: what NIST SP 800-63B-4 asks of one that is the
    /// only factor. A hello without a login carries a piece of its hash, so guesses need no node.
    private static final int PASSWORD_CHARS_MIN = 15;

    private final Problems problems = new Problems();
    private final Section root;
    private final Function<PrivateKey, Identity> identities;

    private ConfReader(Value.Dict root, Function<PrivateKey, Identity> identities) {
        this.root = new Section(problems, "", root);
        this.identities = identities;
    }

    /// @param identities makes the key pair: `key -> Identity.of(key, crypto)`
    public static ConfReading read(byte[] text, Function<PrivateKey, Identity> identities) {
        var document = LaxJson.parse(text);
        var root = document.root();
        if (root == null) {
            var problems = new Problems();
            document.flaws().forEach(problems::add);
            return new ConfReading(null, problems.sorted(), document);
        }
        var reader = new ConfReader(root, identities);
        document.flaws().forEach(reader.problems::add);
        var conf = reader.read();
        boolean isUsable = !reader.problems.hasErrors();
        return new ConfReading(isUsable ? conf : null, reader.problems.sorted(), document);
    }

    /// Null when a part without which there is no configuration is missing.
    private @Nullable CjdrouteConf read() {
        var identity = identity();
        var passwords = authorizedPasswords();
        var admin = admin();
        var interfaces = new InterfacesReader(root, identity, admin);
        var udp = interfaces.udp();
        var eth = interfaces.ethernet();
        interfaces.finish();
        var router = RouterReader.read(root);
        var security = SecurityReader.read(root);
        boolean logToStdout = logToStdout();
        boolean noBackground = number("noBackground") != 0;
        var pipe = root.text("pipe");
        var site = site();
        var metrics = metrics();
        int version = Math.clamp(number("version"), 0, Integer.MAX_VALUE);
        root.finish();
        if (identity == null || admin == null) return null;
        return new CjdrouteConf(
                identity,
                passwords,
                admin,
                udp,
                eth,
                router,
                security,
                logToStdout,
                noBackground,
                pipe == null ? CjdrouteConf.DEFAULT_PIPE : pipe,
                site,
                metrics,
                version);
    }

    /// A key of ours; genuine nodes pass over it.
    private @Nullable String site() {
        var text = root.string("site");
        if (text == null) return null;
        if (!text.text().isBlank()) return text.text();
        problems.error(
                text.at(),
                "site: read %s, expected the name of a file; write \"site\": \"/etc/boreas/site.conf\", or leave it out"
                        .formatted(Problems.show(text)));
        return null;
    }

    /// A key of ours, too.
    private @Nullable MetricsConf metrics() {
        var section = root.section("metrics");
        if (section == null) return null;
        String advice = "write \"bind\": \"127.0.0.1:9633\", or the path of a Unix socket";
        var text = section.requiredString("bind", advice);
        section.finish();
        if (text == null) return null;
        if (text.text().startsWith("/")) return new MetricsConf.Socket(text.text());
        var bind = section.parse(text, section.name("bind"), ConfReader::bindAddress, advice);
        if (bind == null) return null;
        if (isLoopback(bind)) return new MetricsConf.Tcp(bind);
        problems.error(
                text.at(),
                "metrics.bind: read %s, expected a loopback address, because figures tell who the peers are and nobody is asked for a password; %s"
                        .formatted(Problems.show(text), advice));
        return null;
    }

    private long number(String key) {
        var value = root.integer(key);
        return value == null ? 0 : value.number();
    }

    private @Nullable Identity identity() {
        root.knows("publicKey", "ipv6");
        String advice = "cjdroute --genconf makes one";
        var text = root.requiredString("privateKey", advice);
        var publicKey = hint("publicKey", KeyText::parse);
        var ip6 = hint("ipv6", Ip6::parse);
        if (text == null) return null;
        PrivateKey privateKey;
        try {
            privateKey = PrivateKey.parse(text.text());
        } catch (AddressException e) {
            problems.error(
                    Section.placeIn(text, e.index()),
                    "privateKey: read %d characters, but %s; %s"
                            .formatted(text.length(), e.getMessage(), advice));
            return null;
        }
        var identity = identities.apply(privateKey);
        if (!identity.publicKey().isNodeKey()) {
            problems.error(
                    text.at(),
                    ("privateKey: read a key with the address %s, expected one that begins"
                                    + " with fc; is a digit wrong? %s")
                            .formatted(identity.ip6(), advice));
            return null;
        }
        compare(identity, text, publicKey, ip6);
        return identity;
    }

    /// A setting that is there for people, and not read by genuine nodes.
    private <T> @Nullable T hint(String key, Section.Parser<T> parser) {
        var text = root.string(key);
        if (text == null) return null;
        try {
            return parser.parse(text.text());
        } catch (AddressException e) {
            problems.warning(
                    Section.placeIn(text, e.index()),
                    "%s: read %s, but %s; the node goes by privateKey, correct this or leave it out"
                            .formatted(key, Problems.show(text), e.getMessage()));
            return null;
        }
    }

    private void compare(
            Identity identity, Value.Str text, @Nullable PublicKey publicKey, @Nullable Ip6 ip6) {
        boolean keyDiffers = publicKey != null && !publicKey.equals(identity.publicKey());
        boolean ip6Differs = ip6 != null && !ip6.equals(identity.ip6());
        if (publicKey != null && keyDiffers && publicKey.ip6().equals(ip6)) {
            problems.warning(
                    text.at(),
                    ("privateKey: read the key of %s, but publicKey and ipv6 are those of"
                                    + " another node; is it the right one?")
                            .formatted(identity.ip6()));
            return;
        }
        if (keyDiffers) differs("publicKey", identity.publicKey().toString());
        if (ip6Differs) differs("ipv6", identity.ip6().toString());
    }

    private void differs(String key, String right) {
        var value = root.value(key);
        if (value == null) throw new AssertionError(key);
        problems.warning(
                value.at(),
                "%s: read %s, which does not belong to privateKey; write \"%s\""
                        .formatted(key, Problems.show(value), right));
    }

    private List<AuthorizedPassword> authorizedPasswords() {
        var passwords = new ArrayList<AuthorizedPassword>();
        Map<String, Password> users = new HashMap<>();
        Set<Password> seen = new HashSet<>();
        for (var entry : root.sections("authorizedPasswords")) {
            entry.knows("user", "login", "ipv6", "displayName", "peerName");
            var text = entry.requiredString("password", "write \"password\": \"…\"");
            var user = entry.text("user");
            if (user == null) user = entry.text("login");
            var onlyFrom =
                    entry.parse(
                            entry.string("ipv6"),
                            entry.name("ipv6"),
                            Ip6::parse,
                            "write the peer's address, fc…");
            entry.finishWithNotes();
            if (text == null) continue;
            var password = Password.of(text);
            judge(text, entry.name("password"), !seen.add(password));
            var other = user == null ? null : users.putIfAbsent(user, password);
            if (other != null && !other.equals(password))
                problems.error(
                        entry.at(),
                        ("%s: read the user \"%s\" a second time with another password,"
                                        + " expected each user once; give it another name")
                                .formatted(entry.name("user"), user));
            passwords.add(new AuthorizedPassword(password, user, onlyFrom));
        }
        return List.copyOf(passwords);
    }

    private void judge(Value.Str password, String name, boolean isAgain) {
        int chars = password.text().length();
        if (chars == 0)
            problems.warning(
                    password.at(),
                    name
                            + ": read an empty password, expected a secret; anybody can"
                            + " connect with it");
        // Not how short it is: warnings go into logs and questions to others.
        else if (chars < PASSWORD_CHARS_MIN)
            problems.warning(
                    password.at(),
                    "%s: read a password that is too short, expected %d characters or more; whoever hears a handshake can try one guess after the other unnoticed; `boreas invite NAME` makes one of %d"
                            .formatted(name, PASSWORD_CHARS_MIN, GenConf.PASSWORD_CHARS));
        if (chars > 0 && isAgain)
            problems.warning(
                    password.at(),
                    name
                            + ": read a password that an earlier entry has too, expected"
                            + " one for each peer; peers that give no login are taken for"
                            + " the earlier user");
    }

    private @Nullable AdminConf admin() {
        String advice = "write \"bind\": \"127.0.0.1:11234\"";
        var value = root.required("admin", "write \"admin\": { " + advice.substring(6) + " }");
        var section = root.section("admin");
        if (value == null || section == null) return null;
        var bindText = section.requiredString("bind", advice);
        var bind = section.parse(bindText, section.name("bind"), ConfReader::bindAddress, advice);
        var password = section.string("password");
        var socket = adminSocket(section);
        section.finish();
        if (bind == null || bindText == null) return null;
        var conf = new AdminConf(bind, password == null ? null : Password.of(password), socket);
        if (conf.isOpen() && !isLoopback(bind))
            problems.warning(
                    bindText.at(),
                    ("admin.bind: read %s with the password NONE, expected a loopback"
                                    + (" address; as it is, everybody who reaches this address"
                                            + " commands the node"))
                            .formatted(Problems.show(bindText)));
        return conf;
    }

    private @Nullable String adminSocket(Section section) {
        var text = section.string("socket");
        if (text == null) return null;
        var path = text.text();
        if (path.startsWith("/") && !path.endsWith("/") && text.length() <= SOCKET_BYTES_MAX)
            return path;
        problems.error(
                text.at(),
                ("admin.socket: read %s, expected the absolute path of a file, of at most %d"
                                + " bytes; write \"/run/cjdns.sock\"")
                        .formatted(Problems.show(text), SOCKET_BYTES_MAX));
        return null;
    }

    private static boolean isLoopback(LinkAddress address) {
        return address.ip().toInetAddress().isLoopbackAddress();
    }

    /// `ip:port`, `[ip6]:port`, or an IPv4 address alone for a port chosen by the kernel.
    static LinkAddress bindAddress(String text) throws AddressException {
        boolean hasPort = text.indexOf(':') >= 0;
        var address = LinkAddress.parse(hasPort ? text : text + ":0");
        if (address.kind() == LinkAddress.Kind.ETHERNET)
            throw new AddressException("not an IP address with a port", 0);
        return address;
    }

    private boolean logToStdout() {
        var logging = root.section("logging");
        if (logging == null) return false;
        var logTo = logging.string("logTo");
        logging.finish();
        if (logTo == null) return false;
        if (logTo.is("stdout")) return true;
        problems.warning(
                logTo.at(),
                ("logging.logTo: read %s, expected \"stdout\"; as it is, the log goes to"
                                + " admin clients only")
                        .formatted(Problems.show(logTo)));
        return false;
    }
}
