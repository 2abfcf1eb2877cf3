package boreas.cryptoauth;

import boreas.wire.Packet;
import java.util.ArrayList;
import java.util.List;

/// Temporary keys of hellos that led to an established session: a hello with one of them is a
/// replay, since its sender has gone on to data and will never repeat it.
///
/// Only those: a hello whose answers were lost is repeated by genuine nodes for as long as it
/// takes, so one that led nowhere must stay welcome.
final class SpentHellos {
    static final int REMEMBERED = 64;

    private final List<byte[]> keys = new ArrayList<>();
    private int oldest;

    void add(byte[] temporaryKey) {
        byte[] key = temporaryKey.clone();
        if (keys.size() < REMEMBERED) {
            keys.add(key);
        } else {
            keys.set(oldest, key);
            oldest = (oldest + 1) % REMEMBERED;
        }
    }

    /// Asks about an opened hello.
    boolean contains(Packet hello) {
        for (int i = 0; i < keys.size(); i++)
            if (Handshake.hasTemporaryKey(hello, keys.get(i))) return true;
        return false;
    }
}
