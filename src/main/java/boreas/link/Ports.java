package boreas.link;

import boreas.address.LinkAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The ports that are there, by number. A number is never used again, so that what was meant for a
/// device that went away cannot reach another. What people call it by is another number, the lowest
/// that is free.
final class Ports {
    private final List<@Nullable PortInfo> byNumber = new ArrayList<>();

    PortInfo add(PortInfo.Local local) {
        int ifNum = 0;
        while (numbered(ifNum) != null) ifNum++;
        var port = new PortInfo(byNumber.size(), ifNum, local, BeaconState.OFF);
        byNumber.add(port);
        return port;
    }

    /// Calls it by another number from now on. Who has that takes the one that becomes free.
    ///
    /// @return false when there is no such port
    boolean number(int port, int ifNum) {
        var info = find(port);
        if (info == null) return false;
        var other = numbered(ifNum);
        if (other != null) byNumber.set(other.port(), other.numbered(info.ifNum()));
        byNumber.set(port, info.numbered(ifNum));
        return true;
    }

    private @Nullable PortInfo numbered(int ifNum) {
        for (var p : byNumber) if (p != null && p.ifNum() == ifNum) return p;
        return null;
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

    /// By what people call them.
    List<PortInfo> all() {
        return byNumber.stream()
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingInt(PortInfo::ifNum))
                .toList();
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
