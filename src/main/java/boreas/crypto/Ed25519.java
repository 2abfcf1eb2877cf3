package boreas.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Signatures by a node's X25519 key: its scalar, used on the Edwards curve. Any Ed25519 verifier
/// accepts them (RFC 8032), but no usual signer makes them, because it would hash the key first.
///
/// For rare use by an operator: plain big integers, a few milliseconds each, and not in constant
/// time. The multiplication does the same steps for every scalar; what remains is for whoever can
/// measure microseconds inside this process. Source: cjdns protocol, Ed25519 signatures; vectors:
/// `admin/*.json`, `Sign_checkSig`.
public final class Ed25519 {
    public static final int KEY_BYTES = 32;
    public static final int SIGNATURE_BYTES = 64;

    private static final BigInteger TWO = BigInteger.TWO;

    /// Of the field.
    private static final BigInteger P = TWO.pow(255).subtract(BigInteger.valueOf(19));

    /// Of the group that the base point makes.
    private static final BigInteger L =
            TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final BigInteger D =
            BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

    private static final Point ZERO =
            new Point(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

    private static final Point BASE = base();

    /// Extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z.
    private record Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
        /// Complete: right for any two points, equal ones too (RFC 8032, 5.1.4).
        Point plus(Point o) {
            var a = y.subtract(x).multiply(o.y.subtract(o.x)).mod(P);
            var b = y.add(x).multiply(o.y.add(o.x)).mod(P);
            var c = t.multiply(TWO).multiply(D).multiply(o.t).mod(P);
            var d = z.multiply(TWO).multiply(o.z).mod(P);
            var e = b.subtract(a);
            var f = d.subtract(c);
            var g = d.add(c);
            var h = b.add(a);
            return new Point(
                    e.multiply(f).mod(P),
                    g.multiply(h).mod(P),
                    f.multiply(g).mod(P),
                    e.multiply(h).mod(P));
        }

        Point times(BigInteger scalar) {
            var sums = new Point[] {ZERO, ZERO};
            for (int bit = 255; bit >= 0; bit--) {
                sums[0] = sums[0].plus(sums[0]);
                sums[1] = sums[0].plus(this);
                sums[0] = sums[scalar.testBit(bit) ? 1 : 0];
            }
            return sums[0];
        }

        /// y, little endian, with the lowest bit of x on top.
        byte[] encode() {
            var inverse = z.modInverse(P);
            var bytes = littleEndian(y.multiply(inverse).mod(P));
            if (x.multiply(inverse).mod(P).testBit(0)) bytes[KEY_BYTES - 1] |= (byte) 0x80;
            return bytes;
        }
    }

    private Ed25519() {}

    /// The key by which signatures of this node are checked.
    public static byte[] publicKey(byte[] privateKey) {
        Sizes.requireKey(privateKey);
        return BASE.times(number(clamped(privateKey))).encode();
    }

    /// @param random 32 fresh random bytes
    public static byte[] sign(byte[] privateKey, byte[] message, byte[] random) {
        Sizes.requireKey(privateKey);
        Sizes.requireKey(random);
        var secret = clamped(privateKey);
        var scalar = number(secret);
        var seed = Hashes.sha512(secret, random);
        Arrays.fill(secret, (byte) 0);
        var z = Arrays.copyOfRange(seed, seed.length - KEY_BYTES, seed.length);
        var r = number(Hashes.sha512(z, message)).mod(L);
        var commitment = BASE.times(r).encode();
        var k = number(Hashes.sha512(commitment, BASE.times(scalar).encode(), message)).mod(L);
        var signature = Arrays.copyOf(commitment, SIGNATURE_BYTES);
        var s = littleEndian(k.multiply(scalar).add(r).mod(L));
        System.arraycopy(s, 0, signature, KEY_BYTES, KEY_BYTES);
        return signature;
    }

    /// By the JDK, which also refuses keys that are no point of the curve.
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != KEY_BYTES || signature.length != SIGNATURE_BYTES) return false;
        boolean isXOdd = publicKey[KEY_BYTES - 1] < 0;
        try {
            var point = new EdECPoint(isXOdd, yOf(publicKey));
            var key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(
                                    new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
            var check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// The X25519 key of whom such a key signs for; null when there is none.
    public static byte @Nullable [] toX25519(byte[] publicKey) {
        var y = yOf(publicKey);
        var below = BigInteger.ONE.subtract(y).mod(P);
        if (below.signum() == 0) return null;
        return littleEndian(BigInteger.ONE.add(y).multiply(below.modInverse(P)).mod(P));
    }

    private static BigInteger yOf(byte[] publicKey) {
        var y = publicKey.clone();
        y[KEY_BYTES - 1] &= 0x7f;
        return number(y);
    }

    private static byte[] clamped(byte[] privateKey) {
        var k = privateKey.clone();
        k[0] &= (byte) 248;
        k[KEY_BYTES - 1] &= 63;
        k[KEY_BYTES - 1] |= 64;
        return k;
    }

    /// The point with y = 4/5 and an even x.
    private static Point base() {
        var y = BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P);
        var y2 = y.multiply(y);
        var x2 =
                y2.subtract(BigInteger.ONE)
                        .multiply(D.multiply(y2).add(BigInteger.ONE).modInverse(P))
                        .mod(P);
        // p = 5 mod 8: one of the roots, or that times a root of -1.
        var x = x2.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(x2))
            x = x.multiply(TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P)).mod(P);
        if (x.testBit(0)) x = P.subtract(x);
        return new Point(x, y, BigInteger.ONE, x.multiply(y).mod(P));
    }

    private static BigInteger number(byte[] littleEndian) {
        return new BigInteger(1, reversed(littleEndian));
    }

    /// 32 bytes.
    private static byte[] littleEndian(BigInteger number) {
        var bytes = number.toByteArray(); // big endian, perhaps with a zero for the sign
        var all = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES && i < bytes.length; i++)
            all[i] = bytes[bytes.length - 1 - i];
        return all;
    }

    private static byte[] reversed(byte[] bytes) {
        var other = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) other[i] = bytes[bytes.length - 1 - i];
        return other;
    }
}
