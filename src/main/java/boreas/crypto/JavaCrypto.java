package boreas.crypto;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/// The algorithms in plain Java: always there, and what the native library is compared with.
///
/// XSalsa20-Poly1305 is our own ([Salsa20], [Poly1305]); X25519 and the hashes are the JDK's. Any
/// thread may call: what a packet needs for its scratch belongs to the thread.
public final class JavaCrypto implements Crypto {
    private static final ThreadLocal<Secretbox> SECRETBOX = ThreadLocal.withInitial(Secretbox::new);

    @Override
    public void seal(
            MemorySegment key,
            MemorySegment nonce,
            MemorySegment memory,
            long offset,
            long length) {
        SECRETBOX.get().seal(key, nonce, memory, offset, length);
    }

    @Override
    public boolean open(
            MemorySegment key,
            MemorySegment nonce,
            MemorySegment memory,
            long offset,
            long length) {
        return SECRETBOX.get().open(key, nonce, memory, offset, length);
    }

    @Override
    public byte[] x25519(byte[] privateKey, byte[] publicKey) {
        Sizes.requireKey(privateKey);
        Sizes.requireKey(publicKey);
        var reversed = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) reversed[i] = publicKey[KEY_BYTES - 1 - i];
        reversed[0] &= 0x7f; // RFC 7748, 5: the top bit of u is ignored
        try {
            var keys = KeyFactory.getInstance("X25519");
            var agreement = KeyAgreement.getInstance("X25519");
            agreement.init(
                    keys.generatePrivate(
                            new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey)));
            try {
                agreement.doPhase(
                        keys.generatePublic(
                                new XECPublicKeySpec(
                                        NamedParameterSpec.X25519, new BigInteger(1, reversed))),
                        true);
            } catch (java.security.InvalidKeyException smallOrder) {
                return new byte[KEY_BYTES];
            }
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has X25519", e);
        }
    }

    @Override
    public byte[] publicKey(byte[] privateKey) {
        var nine = new byte[KEY_BYTES];
        nine[0] = 9;
        return x25519(privateKey, nine);
    }

    @Override
    public byte[] hsalsa20(byte[] key, byte[] input) {
        Sizes.requireKey(key);
        Sizes.requireInput(input);
        var state = new int[Salsa20.WORDS];
        var words = new int[8];
        for (int i = 0; i < 8; i++) words[i] = Bytes.leInt(key, 4 * i);
        Salsa20.setKey(state, words);
        for (int i = 0; i < 4; i++) state[6 + i] = Bytes.leInt(input, 4 * i);
        Salsa20.deriveKey(state, new int[Salsa20.WORDS], words);
        var result = new byte[KEY_BYTES];
        for (int i = 0; i < 8; i++) Bytes.putLeInt(result, 4 * i, words[i]);
        return result;
    }

    @Override
    public String name() {
        return "plain Java";
    }
}
