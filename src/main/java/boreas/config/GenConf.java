package boreas.config;

import boreas.address.Base32;
import boreas.address.Identity;
import boreas.env.RandomSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Makes a commented `cjdroute.conf` for a new node: keys, passwords and port of its own, and
/// nobody to talk to but peers that are entered and the local network.
///
/// Sections, their order and the commented examples are those of genuine nodes, because scripts
/// search for them. Random numbers are drawn in the genuine order (four passwords, port, key), so
/// that the same seed gives the same file.
public final class GenConf {
    private static final String TEMPLATE = "cjdroute.conf.template";
    static final int PASSWORD_CHARS = 31;
    private static final int PASSWORD_DRAW_BYTES = 16;

    /// Ports up to here belong to well-known services.
    private static final int LOW_PORT_MAX = 1024;

    private GenConf() {}

    /// @param identities makes a key pair from the same source of randomness
    /// @param ethernet whether the section for Ethernet is in force
    public static String generate(
            RandomSource random, Supplier<Identity> identities, boolean ethernet) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("PASSWORD", password(random));
        words.put("PASSWORD_2", password(random));
        words.put("PASSWORD_3", password(random));
        words.put("PASSWORD_4", password(random));
        words.put("PORT", Integer.toString(port(random)));
        var identity = identities.get();
        words.put("PRIVATE_KEY", identity.privateKey().toSecretText());
        words.put("PUBLIC_KEY", identity.publicKey().toString());
        words.put("IPV6", identity.ip6().toString());
        words.put("ETH_INTERFACE", ethernet ? "ETHInterface" : "_disabled_ETHInterface");
        String text = template();
        for (var word : words.entrySet())
            text = text.replace("@" + word.getKey() + "@", word.getValue());
        return text;
    }

    /// 31 digits of [Base32]: 26 from one draw of 16 bytes, the rest from a second one.
    public static String password(RandomSource random) {
        String digits = Base32.encode(random.bytes(PASSWORD_DRAW_BYTES));
        digits += Base32.encode(random.bytes(PASSWORD_DRAW_BYTES));
        return digits.substring(0, PASSWORD_CHARS);
    }

    private static int port(RandomSource random) {
        for (; ; ) {
            byte[] drawn = random.bytes(2);
            int port = drawn[0] & 0xff | (drawn[1] & 0xff) << 8;
            if (port > LOW_PORT_MAX) return port;
        }
    }

    private static String template() {
        try (var in = GenConf.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) throw new AssertionError(TEMPLATE + " is not packed");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + TEMPLATE, e);
        }
    }
}
