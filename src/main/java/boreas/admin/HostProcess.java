package boreas.admin;

import boreas.address.Ip6;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What admin functions ask of the process that the node runs in. Calls return at once, from any
/// thread.
public interface HostProcess {
    long id();

    /// Whose rights it has.
    int userId();

    /// @param name null asks for whose rights it has
    /// @throws AdminException when there is no such user, or nobody can tell any more
    User user(@Nullable String name);

    record User(String name, int uid, int gid) {}

    /// A message signed with the node's key.
    Signed sign(byte[] message);

    /// @param publicKey by which to check it
    @SuppressWarnings("ArrayRecordComponent") // handed on at once
    record Signed(byte[] publicKey, byte[] signature) {}

    /// Memory in use, the heap's.
    long memoryBytes();

    /// Writes into the log what is in the memory.
    void logMemory();

    /// Whether the host has a network device of this name.
    boolean hasDevice(String name);

    /// Whether it is an address of this machine now, so that sockets can be bound to it.
    ///
    /// @param address an IPv4 address is mapped
    boolean hasAddress(Ip6 address);

    /// Whether the node has its own tun device.
    boolean hasTun();

    /// The file descriptor of a UDP port, -1 when it is gone.
    CompletableFuture<Integer> descriptor(int port);
}
