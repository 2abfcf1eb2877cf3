package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.wire.Packet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpentHellosTest {
    private final SpentHellos spent = new SpentHellos();

    @Test
    void theLastOnesAreRemembered() {
        for (int i = 0; i < 3 * SpentHellos.REMEMBERED + 5; i++) {
            assertThat(spent.contains(hello(i))).isFalse();
            spent.add(key(i));
            int oldest = Math.max(0, i + 1 - SpentHellos.REMEMBERED);
            for (int k = oldest; k <= i; k++)
                assertThat(spent.contains(hello(k))).as("%d after %d", k, i).isTrue();
            if (oldest > 0) assertThat(spent.contains(hello(oldest - 1))).isFalse();
        }
    }

    private static byte[] key(int i) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 9);
        key[31] = (byte) i;
        key[0] = (byte) (i >> 8);
        return key;
    }

    private static Packet hello(int i) {
        var p = TestPackets.packet(new byte[Handshake.BYTES]);
        p.put(Handshake.TEMPORARY_KEY, key(i));
        return p;
    }
}
