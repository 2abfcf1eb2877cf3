package boreas.admin;

import boreas.address.LinkAddress;
import boreas.link.PortInfo;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What admin functions ask of the program around the node. Calls return at once, from any thread.
public interface Surroundings {
    /// Name and version for people: `boreas 0.1`.
    String program();

    long processId();

    /// Opens a UDP socket and makes it a port of the node. Refused as an [AdminException] when the
    /// address cannot be bound, which the admin interface's own address cannot.
    ///
    /// @param bind port 0 lets the system choose
    /// @param dscp traffic class, 0 to 63
    CompletableFuture<OpenedPort> openUdp(LinkAddress bind, int dscp);

    /// Names of network devices that have a broadcast address.
    List<String> broadcastDevices();

    /// Begins an orderly end of the program.
    void stop();

    /// @param boundTo the actual address
    record OpenedPort(PortInfo port, LinkAddress boundTo) {}
}
