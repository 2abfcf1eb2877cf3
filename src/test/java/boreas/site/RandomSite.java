package boreas.site;

import boreas.address.PublicKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A site by chance, as the test has it in mind, with its text, and the test's own idea of what it
/// allows: no class of the package under test is asked.
public final class RandomSite {
    private static final List<String> KEYS = keys();
    private static final String ULA = "fdd7:5938:e2e6";
    private static final List<String> PROTOCOLS = List.of("tcp", "udp", "icmp", "any");

    static final class M {
        String name = "";
        String key = "";
        int subnet;
        boolean isByMac;
        boolean isGenuine;
        final List<String> services = new ArrayList<>(); // addresses, named s0, s1, ...
        final List<String> prefixes = new ArrayList<>();
    }

    record R(List<String> from, List<String> to, @Nullable String protocol, List<int[]> ports) {}

    /// An address with what the test knows of it. @param machine -1: nobody's
    record A(int machine, boolean isNode, String text) {}

    final List<M> machines = new ArrayList<>();
    final List<R> rules = new ArrayList<>();
    private final Random random;

    public RandomSite(long seed) {
        random = new Random(seed);
        int count = 1 + random.nextInt(7);
        var keys = new ArrayList<>(KEYS);
        Collections.shuffle(keys, random);
        for (int i = 0; i < count; i++) machines.add(machine(i, keys.get(i)));
        int ruleCount = random.nextInt(7);
        for (int i = 0; i < ruleCount; i++) rules.add(rule());
    }

    private M machine(int i, String key) {
        var m = new M();
        m.name = "m" + i;
        m.key = key;
        m.isByMac = random.nextBoolean();
        m.isGenuine = random.nextInt(6) == 0;
        m.subnet = oneIn(25) ? oddSubnet() : 0x10 + random.nextInt(0xffe0);
        for (int s = random.nextInt(3); s > 0; s--) m.services.add(serviceAddress(m));
        for (int p = random.nextInt(3); p > 0; p--)
            m.prefixes.add(
                    random.nextBoolean()
                            ? "10.%d.%d.0/24".formatted(i, p)
                            : "2001:db8:%x:%x::/64".formatted(i, p));
        if (oneIn(40) && i > 0 && !machines.getFirst().prefixes.isEmpty())
            m.prefixes.add(machines.getFirst().prefixes.getFirst());
        return m;
    }

    private int oddSubnet() {
        int which = random.nextInt(5);
        if (which == 4 && !machines.isEmpty()) return machines.getFirst().subnet;
        return List.of(0, 0xffff, 3, 1, 1).get(which);
    }

    private String serviceAddress(M m) {
        int subnet = oneIn(4) ? m.subnet : 1;
        if (oneIn(60)) subnet = 3;
        if (oneIn(60) && !machines.isEmpty()) subnet = machines.getFirst().subnet;
        return "%s:%x::%x:%x"
                .formatted(ULA, subnet, 1 + random.nextInt(0xfff), 1 + random.nextInt(0xfff));
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private R rule() {
        var protocol = oneIn(5) ? null : PROTOCOLS.get(random.nextInt(4));
        var ports = new ArrayList<int[]>();
        if ("tcp".equals(protocol) || "udp".equals(protocol))
            for (int i = random.nextInt(4); i > 0; i--) {
                int first = 1 + random.nextInt(100);
                ports.add(new int[] {first, oneIn(2) ? first : first + random.nextInt(20)});
            }
        return new R(parties(true), parties(false), protocol, ports);
    }

    private List<String> parties(boolean isFrom) {
        var found = new ArrayList<String>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) found.add(party(isFrom));
        return found;
    }

    private String party(boolean isFrom) {
        var m = machines.get(random.nextInt(machines.size()));
        return switch (random.nextInt(9)) {
            case 0 -> "all";
            case 1 -> isFrom ? "mesh" : m.name;
            case 2 -> m.services.isEmpty() ? m.name : m.name + ".s0";
            case 3 -> m.prefixes.isEmpty() ? m.name : m.prefixes.getFirst();
            case 4 -> "%s:%x::/64".formatted(ULA, m.subnet);
            case 5 -> "%s:%x::%x/124".formatted(ULA, m.subnet, random.nextInt(3) << 4);
            case 6 -> ULA + "::/48";
            default -> m.name;
        };
    }

    // --- the text

    public String text(Random order) {
        var all = new ArrayList<>(machines);
        Collections.shuffle(all, order);
        var lines = new ArrayList<String>();
        for (var m : all) lines.add("    " + line(m, order));
        var allowed = new ArrayList<String>();
        var shuffled = new ArrayList<>(rules);
        Collections.shuffle(shuffled, order);
        for (var r : shuffled) allowed.add("    " + line(r, order));
        return """
        { // by chance
          "ula": "%s::/48",
          "machines": {
        %s
          },
          "allow": [
        %s
          ]
        }
        """
                .formatted(ULA, String.join(",\n", lines), String.join(",\n", allowed));
    }

    private static String line(M m, Random order) {
        var fields = new ArrayList<String>();
        fields.add("\"publicKey\": \"" + m.key + "\"");
        fields.add(
                m.isByMac
                        ? "\"mac\": \"02:00:5e:10:%02x:%02x\""
                                .formatted(m.subnet >> 8, m.subnet & 255)
                        : "\"subnet\": \"%x\"".formatted(m.subnet));
        if (m.isGenuine) fields.add("\"genuine\": 1");
        var services = new ArrayList<String>();
        for (int i = 0; i < m.services.size(); i++)
            services.add("\"s%d\": \"%s\"".formatted(i, m.services.get(i)));
        Collections.shuffle(services, order);
        if (!services.isEmpty())
            fields.add("\"services\": { " + String.join(", ", services) + " }");
        if (!m.prefixes.isEmpty()) fields.add("\"prefixes\": " + list(m.prefixes, order));
        Collections.shuffle(fields, order);
        return "\"" + m.name + "\": { " + String.join(", ", fields) + " }";
    }

    private static String line(R r, Random order) {
        var fields = new ArrayList<String>();
        fields.add("\"from\": " + list(r.from, order));
        fields.add("\"to\": " + list(r.to, order));
        if (r.protocol != null) fields.add("\"protocol\": \"" + r.protocol + "\"");
        if (!r.ports.isEmpty())
            fields.add(
                    "\"port\": "
                            + list(r.ports.stream().map(p -> p[0] + "-" + p[1]).toList(), order));
        Collections.shuffle(fields, order);
        return "{ " + String.join(", ", fields) + " }";
    }

    private static String list(List<String> texts, Random order) {
        var all = new ArrayList<>(texts);
        Collections.shuffle(all, order);
        return "[ \"" + String.join("\", \"", all) + "\" ]";
    }

    // --- what it means, by the test's own lights

    /// Whether no two machines want the same.
    public boolean isValid() {
        var subnets = new HashSet<Integer>();
        var serviceSubnets = new HashSet<Integer>();
        var addresses = new HashSet<String>();
        var prefixes = new HashSet<String>();
        boolean isValid = true;
        for (var m : machines) {
            for (var s : m.services) {
                int subnet = Integer.parseInt(s.split(":")[3], 16);
                isValid &= subnet != 3 && addresses.add(s);
                if (subnet != m.subnet) serviceSubnets.add(subnet);
            }
            isValid &= prefixesAreNew(m, prefixes);
            isValid &=
                    m.subnet != 0 && m.subnet != 0xffff && m.subnet != 3 && subnets.add(m.subnet);
        }
        for (int s : serviceSubnets) isValid &= !subnets.contains(s);
        return isValid;
    }

    private static boolean prefixesAreNew(M m, Set<String> seen) {
        boolean all = true;
        for (var p : m.prefixes) all &= seen.add(p);
        return all;
    }

    /// An address that somebody has, or now and then nobody.
    A address() {
        if (oneIn(12)) return new A(-1, true, "fc00::%x".formatted(1 + random.nextInt(9)));
        int i = random.nextInt(machines.size());
        var m = machines.get(i);
        int kind = random.nextInt(6);
        if (kind == 0) return new A(i, true, nodeAddress(m));
        if (kind == 1) return new A(i, false, "%s:3::%x".formatted(ULA, m.subnet));
        if (kind == 2 && !m.services.isEmpty()) return new A(i, false, m.services.getFirst());
        if (kind >= 3 && !m.prefixes.isEmpty()) {
            var p = m.prefixes.get(random.nextInt(m.prefixes.size()));
            String front = p.substring(0, p.indexOf('/'));
            return new A(
                    i,
                    false,
                    front.contains(":")
                            ? front + "%x".formatted(random.nextInt(1 << 16))
                            : front.substring(0, front.length() - 1) + random.nextInt(256));
        }
        return new A(i, false, "%s:%x::%x".formatted(ULA, m.subnet, random.nextInt(0x40)));
    }

    static String nodeAddress(M m) {
        try {
            return PublicKey.parse(m.key).ip6().toString();
        } catch (boreas.address.AddressException e) {
            throw new AssertionError(e);
        }
    }

    boolean allows(A from, A to, String protocol, int port) {
        if (to.machine < 0 || from.machine == to.machine || from.isNode != to.isNode) return false;
        if (bytes(from.text).length != bytes(to.text).length) return false;
        for (var r : rules)
            if (r.from.stream().anyMatch(p -> covers(p, from))
                    && r.to.stream().anyMatch(p -> covers(p, to))
                    && (r.protocol == null
                            || r.protocol.equals("any")
                            || r.protocol.equals(protocol))
                    && (r.ports.isEmpty()
                            || r.ports.stream().anyMatch(p -> port >= p[0] && port <= p[1])))
                return true;
        return false;
    }

    private boolean covers(String party, A a) {
        if (party.equals("mesh")) return a.isNode;
        if (party.contains("/")) return inside(party, a.text);
        if (a.machine < 0) return false;
        if (party.equals("all")) return true;
        int dot = party.indexOf('.');
        var m = machines.get(a.machine);
        if (dot < 0) return party.equals(m.name);
        return party.substring(0, dot).equals(m.name)
                && Arrays.equals(
                        bytes(m.services.get(Integer.parseInt(party.substring(dot + 2)))),
                        bytes(a.text));
    }

    private static boolean inside(String prefix, String address) {
        int slash = prefix.indexOf('/');
        int bits = Integer.parseInt(prefix.substring(slash + 1));
        byte[] p = bytes(prefix.substring(0, slash));
        byte[] a = bytes(address);
        if (p.length != a.length) return false;
        for (int i = 0; i < bits; i++)
            if (((p[i / 8] ^ a[i / 8]) >> (7 - i % 8) & 1) != 0) return false;
        return true;
    }

    static byte[] bytes(String address) {
        try {
            return InetAddress.getByName(address).getAddress(); // a literal: nobody is asked
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /// Keys whose addresses begin with fc; nobody knows the private ones.
    private static List<String> keys() {
        var random = new Random(7);
        var keys = new HashMap<String, Boolean>();
        while (keys.size() < 8) {
            byte[] bytes = new byte[PublicKey.BYTES];
            random.nextBytes(bytes);
            var key = PublicKey.ofBytes(bytes);
            if (key != null && key.isNodeKey()) keys.put(key.toString(), true);
        }
        return keys.keySet().stream().sorted().toList();
    }
}
