package boreas.admin;

import boreas.address.Ip6;
import boreas.crypto.Ed25519;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A process as far as the admin interface sees one; a test sets what it says.
final class FakeProcess implements HostProcess {
    private static final byte[] KEY = new byte[Ed25519.KEY_BYTES];
    private static final byte[] RANDOM = new byte[Ed25519.KEY_BYTES];

    long id = 8032;
    int userId = 65534;

    /// Why nobody can tell who users are.
    @Nullable String userFault;

    final Set<Ip6> missingAddresses = new HashSet<>();
    boolean hasTun = true;
    boolean hasLoggedMemory;
    long memoryBytes = 389_256;
    int descriptor = 12;

    @Override
    public long id() {
        return id;
    }

    @Override
    public int userId() {
        return userId;
    }

    @Override
    public User user(@Nullable String name) {
        if (userFault != null) throw new AdminException(AdminException.Kind.REFUSED, userFault);
        return new User(name == null ? "nobody" : name, 65534, 65534);
    }

    @Override
    public Signed sign(byte[] message) {
        return new Signed(Ed25519.publicKey(KEY), Ed25519.sign(KEY, message, RANDOM));
    }

    @Override
    public long memoryBytes() {
        return memoryBytes;
    }

    @Override
    public void logMemory() {
        hasLoggedMemory = true;
    }

    @Override
    public boolean hasDevice(String name) {
        return name.equals("tun0");
    }

    @Override
    public boolean hasAddress(Ip6 address) {
        return !missingAddresses.contains(address);
    }

    @Override
    public boolean hasTun() {
        return hasTun;
    }

    @Override
    public CompletableFuture<Integer> descriptor(int port) {
        return CompletableFuture.completedFuture(descriptor);
    }
}
