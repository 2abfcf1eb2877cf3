package boreas.admin;

import boreas.address.LinkAddress;
import boreas.link.PortInfo;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What admin functions ask of the program around the node. Calls return at once, from any thread.
public interface Surroundings {
    /// Name and version for people: `boreas 0.1`.
    String program();

    /// The process that it runs in.
    HostProcess process();

    /// Opens a UDP socket and makes it a port of the node. Refused as an [AdminException] when the
    /// address cannot be bound, which the admin interface's own address cannot.
    ///
    /// @param bind port 0 lets the system choose
    /// @param dscp traffic class, 0 to 63
    /// @param beaconPort UDP port of a second socket for beacons, 0 for none; IPv4 only
    CompletableFuture<OpenedPort> openUdp(LinkAddress bind, int dscp, int beaconPort);

    /// Opens a network device for Ethernet frames and makes it a port of the node. Refused as an
    /// [AdminException] when there is no such device, or the right to open it is missing.
    CompletableFuture<PortInfo> openEthernet(String device);

    /// Names of all network devices that may carry Ethernet frames, and `lo`.
    List<String> ethernetDevices();

    /// Whether a UDP port was opened with a beacon port. Without, no beacon comes or goes.
    CompletableFuture<Boolean> hasBeaconPort(int port);

    /// Where a UDP port's beacons go, as asked for: names of devices, broadcast addresses, or
    /// `all`. Empty when it sends none.
    CompletableFuture<List<String>> beaconDevices(int port);

    /// Where its beacons go from now on. The port is one of UDP.
    CompletableFuture<Void> setBeaconDevices(int port, List<String> devices);

    /// The broadcast addresses that this means now, with the beacon port.
    CompletableFuture<List<LinkAddress>> beaconAddresses(int port);

    /// Names of network devices that have a broadcast address.
    List<String> broadcastDevices();

    /// The site that this node is a machine of; null: of none.
    default @Nullable SiteView site() {
        return null;
    }

    /// Another configuration for the running node, checked and carried out as a whole.
    ///
    /// @param texts null: the files that the node was started with
    /// @param isDryRun only says what would be done
    default CompletableFuture<ReloadReport> reload(@Nullable ReloadTexts texts, boolean isDryRun) {
        return CompletableFuture.completedFuture(
                ReloadReport.refused(List.of(), "nothing here can be loaded anew"));
    }

    /// What the node was started with, and reads at a reload.
    default CompletableFuture<OwnFiles> files() {
        return CompletableFuture.completedFuture(OwnFiles.NONE);
    }

    /// What was logged lately.
    default KeptLog keptLog() {
        return KeptLog.NONE;
    }

    /// Where its log goes while somebody has subscribed to it.
    LogFeed logFeed();

    /// Begins an orderly end of the program.
    void stop();

    /// @param boundTo the actual address
    record OpenedPort(PortInfo port, LinkAddress boundTo) {}
}
