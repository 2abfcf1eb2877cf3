package boreas.site;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import boreas.config.Problems;
import boreas.value.LaxJson;
import boreas.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a site file and says everything that is wrong with it.
///
/// Nothing is thrown, whatever the bytes. A problem names its place, what was read, and what would
/// work.
public final class SiteReader {
    /// Bits of the prefix that all sites share.
    static final int ULA_BITS = 48;

    /// The first subnet would look like the /48 itself, and the last one like its end.
    static final int FIRST_SUBNET = 0, LAST_SUBNET = 0xffff;

    private static final int ENDPOINT_SUBNET = 3;
    private static final Ip6Prefix ULA_SPACE = new Ip6Prefix(new Ip6(0xfdL << 56, 0), 8);
    private static final String ULA_ADVICE =
            "write \"fdxx:xxxx:xxxx::/48\"; boreas site init makes one";

    private final Problems problems = new Problems();
    private final Block root;

    private SiteReader(Value.Dict root) {
        this.root = new Block(problems, "", root);
    }

    public static SiteReading read(byte[] text) {
        var document = LaxJson.parseWithKeysOnce(text);
        var root = document.root();
        if (root == null) {
            var problems = new Problems();
            document.flaws().forEach(problems::add);
            return new SiteReading(null, problems.sorted(), document);
        }
        var reader = new SiteReader(root);
        document.flaws().forEach(reader.problems::add);
        var site = reader.read();
        boolean isUsable = !reader.problems.hasErrors();
        return new SiteReading(isUsable ? site : null, reader.problems.sorted(), document);
    }

    /// Null when a part without which nothing else can be judged is missing.
    private @Nullable Site read() {
        root.value("version"); // of the file's format: strict commas from 2 on
        var ula = ula();
        int endpointSubnet = endpointSubnet();
        var prefix = root.text("tunnelPrefix", "write \"ula-net-\"");
        var machinesBlock = root.block("machines");
        if (root.value("machines") == null)
            root.missing("machines", "write \"machines\": { \"home\": { … } }");
        var ruleBlocks = root.blocks("allow");
        root.finish();
        if (ula == null || machinesBlock == null) return null;
        var machines =
                new MachinesReader(
                                problems,
                                ula,
                                endpointSubnet,
                                prefix == null ? MachinesReader.TUNNEL_PREFIX : prefix.text())
                        .read(machinesBlock);
        // Rules about machines that were refused would be reported for no fault of their own.
        if (problems.hasErrors()) return null;
        var draft = new Site(ula, endpointSubnet, machines, List.of());
        var rules = new RulesReader(problems, draft).read(ruleBlocks);
        return new Site(ula, endpointSubnet, machines, rules);
    }

    private @Nullable Ip6Prefix ula() {
        var text = root.requiredText("ula", ULA_ADVICE);
        return root.parse(text, "ula", SiteReader::parseUla, ULA_ADVICE);
    }

    /// Reads the /48 of all sites.
    public static Ip6Prefix parseUla(String text) throws AddressException {
        var prefix = Ip6Prefix.parse(text);
        if (prefix.address().isCjdns())
            throw new AddressException("fc00::/8 belongs to the nodes of the mesh themselves", 0);
        if (!ULA_SPACE.contains(prefix.address()))
            throw new AddressException("that is not in fd00::/8, where local networks are", 0);
        if (prefix.bits() != ULA_BITS)
            throw new AddressException("the prefix must have 48 bits", text.indexOf('/'));
        if (!Ip6.parse(text.substring(0, text.indexOf('/'))).equals(prefix.address()))
            throw new AddressException("there are bits behind the 48 of the prefix");
        return prefix;
    }

    private int endpointSubnet() {
        String advice = "write up to four hex digits in quotes, such as \"3\"";
        var text = root.text("endpointSubnet", advice);
        var subnet = root.parse(text, "endpointSubnet", SiteReader::parseSubnet, advice);
        if (subnet == null || text == null) return ENDPOINT_SUBNET;
        if (subnet == FIRST_SUBNET || subnet == LAST_SUBNET) {
            root.wrong(text, "endpointSubnet", "a subnet from 1 to fffe", advice);
            return ENDPOINT_SUBNET;
        }
        return subnet;
    }

    /// One to four hex digits.
    static int parseSubnet(String text) throws AddressException {
        for (int i = 0; i < text.length(); i++)
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f')
                throw new AddressException("a subnet has only hex digits", i);
        if (text.isEmpty() || text.length() > 4)
            throw new AddressException("a subnet has one to four hex digits");
        return Integer.parseInt(text, 16);
    }

    /// A /64 of the /48.
    static Ip6Prefix network(Ip6Prefix ula, int subnet) {
        return new Ip6Prefix(new Ip6(ula.address().hi() | subnet, 0), 64);
    }
}
