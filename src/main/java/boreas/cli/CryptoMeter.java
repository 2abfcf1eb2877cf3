package boreas.cli;

import boreas.crypto.Crypto;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;

/// Measures one provider's calls, after the JVM has compiled them: in many rounds so short that
/// most are not interrupted even on a busy machine; one of the faster ones counts.
final class CryptoMeter {
    private static final int ROUNDS = 200;

    /// Calls to learn how many fit into a round.
    private static final int TRIED = 200;

    /// Packets that are opened by turns: more than a provider can keep the key streams of.
    private static final int ROW = 64;

    private static final int TAG_AT = 64;

    private final Crypto crypto;
    private final long patienceNs;
    private final MemorySegment key, nonce, packet;
    private long number;
    private int opened;

    /// @param patience for each figure
    CryptoMeter(Crypto crypto, Duration patience) {
        this.crypto = crypto;
        this.patienceNs = patience.toNanos();
        var arena = Arena.ofAuto();
        key = arena.allocate(Crypto.KEY_BYTES, 8);
        nonce = arena.allocate(Crypto.NONCE_BYTES, 8);
        packet = arena.allocate(1 << 16, 64);
    }

    /// All that is to be measured, until it is as fast as it gets.
    void warmUp(int... sizesBytes) {
        long until = System.nanoTime() + 4 * patienceNs;
        while (System.nanoTime() < until)
            for (int bytes : sizesBytes)
                for (int i = 0; i < 100; i++) {
                    seal(bytes);
                    if (!open(bytes)) throw new AssertionError(crypto.name());
                }
    }

    long sealNs(int bytes) {
        return usualNs(() -> seal(bytes));
    }

    /// Of packets in a row that are authentic, each put back before: with the copy.
    long openNs(int bytes) {
        var sealed = packet.asSlice(TAG_AT, Crypto.TAG_BYTES + bytes);
        var copies = new MemorySegment[ROW];
        long first = number + 1;
        for (int i = 0; i < ROW; i++) {
            seal(bytes);
            copies[i] = Arena.ofAuto().allocate(sealed.byteSize(), 64).copyFrom(sealed);
        }
        return usualNs(() -> {
            int i = opened++ % ROW;
            setNumber(first + i);
            sealed.copyFrom(copies[i]);
            if (!open(bytes))
                throw new AssertionError(crypto.name() + " does not open what it sealed");
        });
    }

    long x25519Ns() {
        var secret = new byte[Crypto.KEY_BYTES];
        Arrays.fill(secret, (byte) 7);
        var point = crypto.publicKey(secret);
        return usualNs(() -> {
            if (crypto.x25519(secret, point).length != Crypto.KEY_BYTES)
                throw new AssertionError(crypto.name());
        });
    }

    private void seal(int bytes) {
        setNumber(++number);
        crypto.seal(key, nonce, packet, TAG_AT + Crypto.TAG_BYTES, bytes);
    }

    private void setNumber(long number) {
        nonce.set(ValueLayout.JAVA_LONG, 0, number);
    }

    private boolean open(int bytes) {
        return crypto.open(key, nonce, packet, TAG_AT + Crypto.TAG_BYTES, bytes);
    }

    private long usualNs(Runnable call) {
        long began = System.nanoTime();
        for (int i = 0; i < TRIED; i++) call.run();
        long aboutNs = Math.max(1, (System.nanoTime() - began) / TRIED);
        long each = Math.max(1, patienceNs / ROUNDS / aboutNs);
        var ns = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (long i = 0; i < each; i++) call.run();
            ns[round] = (System.nanoTime() - start) / each;
        }
        Arrays.sort(ns);
        return ns[ROUNDS / 5];
    }
}
