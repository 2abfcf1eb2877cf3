package boreas.daemon;

import boreas.address.Ip6;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.host.HostChange;
import boreas.host.HostOutcome;
import boreas.io.DeviceException;
import boreas.io.HostNetwork;
import boreas.io.HostSettings;
import boreas.io.TunDevice;
import org.jspecify.annotations.Nullable;

/// The node's own tun device with address, prefix and MTU. Source: cjdns protocol, tun device.
final class OwnTun {
    private OwnTun() {}

    /// @param name null lets the kernel choose
    static TunDevice open(
            @Nullable String name, Ip6 address, int mtuBytes, Counters counters, EventLog log)
            throws StartFailure {
        // Made before the device: whoever sees a device soon expects it to have its address.
        var network = new HostNetwork();
        TunDevice device;
        try {
            device = TunDevice.open(name, counters);
        } catch (DeviceException e) {
            throw new StartFailure(
                    StartFailure.CONFIGURATION, "router.interface: " + e.getMessage());
        }
        for (var change : HostChange.forOwnTun(device.name(), address, mtuBytes)) {
            switch (network.apply(change)) {
                case HostOutcome.Done _ -> {}
                case HostOutcome.Refused(String sentence, boolean isPermission) -> {
                    if (!isPermission) {
                        device.close();
                        throw new StartFailure(
                                StartFailure.CONFIGURATION, "router.interface: " + sentence);
                    }
                    // A device made beforehand for this user may have all it needs already.
                    log.event(Level.WARN, "daemon", sentence);
                }
            }
        }
        log.event(
                Level.INFO,
                "daemon",
                "tun device " + device.name() + " with " + address + ", MTU " + mtuBytes);
        return device;
    }

    /// Whether packets for this node go there: a device made beforehand may get its address later.
    static boolean hasAddress(String device, Ip6 address) {
        for (var a : new HostSettings().state().addresses())
            if (a.device().equals(device) && a.address().equals(address)) return true;
        return false;
    }
}
