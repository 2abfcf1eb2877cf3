package boreas.link;

import boreas.address.LinkAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The ports that are there, by number. A number is never used again, so that what was meant for a
/// device that went away cannot reach another.
final class Ports {
    private final List<@Nullable PortInfo> byNumber = new ArrayList<>();

    PortInfo add(PortInfo.Local local) {
        var port = new PortInfo(byNumber.size(), local, BeaconState.OFF);
        byNumber.add(port);
        return port;
    }

    /// @return false when it was not there
    boolean remove(int port) {
        if (find(port) == null) return false;
        byNumber.set(port, null);
        return true;
    }

    @Nullable PortInfo find(int port) {
        return port < 0 || port >= byNumber.size() ? null : byNumber.get(port);
    }

    void setBeacon(int port, BeaconState state) {
        var info = find(port);
        if (info != null) byNumber.set(port, info.with(state));
    }

    List<PortInfo> all() {
        return byNumber.stream().filter(Objects::nonNull).toList();
    }

    /// Whether frames on this port carry the Ethernet header.
    boolean isEthernet(int port) {
        var info = find(port);
        return info != null && info.isEthernet();
    }

    /// Whether a port can reach such an address.
    boolean fits(int port, LinkAddress address) {
        var info = find(port);
        return info != null && info.kind() == address.kind();
    }

    /// @return the first port that can reach such an address, -1 when none can
    int fitting(LinkAddress address) {
        for (var p : byNumber) if (p != null && fits(p.port(), address)) return p.port();
        return -1;
    }

    /// The port must have been there.
    LinkAddress linkAddress(int port, long hi, long lo, int udpPort) {
        var info = find(port);
        if (info == null) return LinkAddress.of(hi, lo, udpPort);
        return new LinkAddress(info.kind(), hi, lo, udpPort);
    }
}
