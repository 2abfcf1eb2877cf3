package boreas.admin;

import java.util.Arrays;
import java.util.Random;

/// Spoils a datagram in one of the ways in which networks and strangers do. The result always
/// differs from the original.
final class Mutation {
    private Mutation() {}

    static byte[] of(byte[] good, Random random) {
        for (; ; ) {
            var bad = good.clone();
            for (int times = 1 + random.nextInt(3); times > 0; times--) bad = once(bad, random);
            if (!Arrays.equals(bad, good)) return bad;
        }
    }

    private static byte[] once(byte[] from, Random random) {
        if (from.length == 0) return new byte[] {(byte) random.nextInt()};
        int at = random.nextInt(from.length);
        return switch (random.nextInt(6)) {
            case 0 -> flip(from, at, random);
            case 1 -> Arrays.copyOf(from, at);
            case 2 -> overwrite(from, at, (byte) "de li:0123456789-".charAt(random.nextInt(17)));
            case 3 -> insert(from, at, slice(from, random));
            case 4 -> insert(Arrays.copyOf(from, at), at, tail(from, at, random));
            default -> insert(from, from.length, randomBytes(random));
        };
    }

    private static byte[] flip(byte[] from, int at, Random random) {
        var b = from.clone();
        b[at] ^= (byte) (1 << random.nextInt(8));
        return b;
    }

    private static byte[] overwrite(byte[] from, int at, byte with) {
        var b = from.clone();
        b[at] = with;
        return b;
    }

    private static byte[] slice(byte[] from, Random random) {
        int start = random.nextInt(from.length);
        return Arrays.copyOfRange(from, start, start + random.nextInt(from.length - start + 1));
    }

    /// What stands behind a cut: a hole of random length.
    private static byte[] tail(byte[] from, int at, Random random) {
        return Arrays.copyOfRange(from, at + random.nextInt(from.length - at), from.length);
    }

    private static byte[] randomBytes(Random random) {
        var b = new byte[random.nextInt(600)];
        random.nextBytes(b);
        return b;
    }

    private static byte[] insert(byte[] into, int at, byte[] what) {
        var b = Arrays.copyOf(into, into.length + what.length);
        System.arraycopy(what, 0, b, at, what.length);
        System.arraycopy(into, at, b, at + what.length, into.length - at);
        return b;
    }
}
