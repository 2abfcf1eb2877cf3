package boreas.daemon;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.admin.AdminException;
import boreas.admin.HostProcess;
import boreas.crypto.Ed25519;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.env.RandomSource;
import boreas.ffm.LibC;
import boreas.ffm.LibCProcess;
import boreas.io.DataLoop;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What the admin interface may ask of this process.
final class OwnProcess implements HostProcess {
    private static final long BYTES_PER_MIB = 1L << 20;

    private final Identity identity;
    private final boolean hasTun;
    private final DataLoop loop;
    private final LoopGate gate;
    private final RandomSource random;
    private final EventLog log;

    OwnProcess(
            Identity identity,
            boolean hasTun,
            DataLoop loop,
            LoopGate gate,
            RandomSource random,
            EventLog log) {
        this.identity = identity;
        this.hasTun = hasTun;
        this.loop = loop;
        this.gate = gate;
        this.random = random;
        this.log = log;
    }

    @Override
    public long id() {
        return ProcessHandle.current().pid();
    }

    @Override
    public int userId() {
        return LibCProcess.geteuid();
    }

    @Override
    public User user(@Nullable String name) {
        var wanted = name == null ? Integer.toUnsignedString(userId()) : name;
        try {
            for (var one : Account.all())
                if (name == null ? one.uid() == userId() : one.name().equals(name))
                    return new User(one.name(), one.uid(), one.gid());
        } catch (IOException e) {
            log.event(Level.DEBUG, "daemon", Account.FILE + ": " + e.getMessage());
        }
        throw new AdminException(
                AdminException.Kind.REFUSED, "Could not find user [" + wanted + "]");
    }

    @Override
    public Signed sign(byte[] message) {
        byte[] secret = identity.privateKey().bytes();
        try {
            return new Signed(
                    Ed25519.publicKey(secret),
                    Ed25519.sign(secret, message, random.bytes(Ed25519.KEY_BYTES)));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public long memoryBytes() {
        var jvm = Runtime.getRuntime();
        return jvm.totalMemory() - jvm.freeMemory();
    }

    @Override
    public void logMemory() {
        var jvm = Runtime.getRuntime();
        log.event(
                Level.INFO,
                "daemon",
                "heap: %d MiB in use, %d MiB taken, %d MiB at most"
                        .formatted(
                                memoryBytes() / BYTES_PER_MIB,
                                jvm.totalMemory() / BYTES_PER_MIB,
                                jvm.maxMemory() / BYTES_PER_MIB));
    }

    @Override
    public boolean hasDevice(String name) {
        return LibC.interfaceIndex(name) > 0;
    }

    @Override
    public boolean hasAddress(Ip6 address) {
        return isOfThisMachine(address);
    }

    /// By bind(2), since the lists of addresses that a JVM reads are in `/proc`, which a chroot
    /// hides.
    static boolean isOfThisMachine(Ip6 address) {
        try (var _ = new DatagramSocket(new InetSocketAddress(address.toInetAddress(), 0))) {
            return true;
        } catch (BindException _) {
            return false;
        } catch (SocketException _) {
            return true; // nobody can tell, so nothing is said
        }
    }

    @Override
    public boolean hasTun() {
        return hasTun;
    }

    @Override
    public CompletableFuture<Integer> descriptor(int port) {
        return gate.onLoop(_ -> loop.descriptor(port));
    }
}
