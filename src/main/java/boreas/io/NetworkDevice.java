package boreas.io;

import boreas.address.LinkAddress;

/// A network device of this host at one moment. Source: rtnetlink(7), netdevice(7).
///
/// @param index what the kernel calls it; never given twice while it runs
/// @param mac in the low 48 bits; 0 for devices that have none
/// @param belongsToAnother a port of a bridge or a part of a bond: what arrives is the other
///   device's
public record NetworkDevice(
        int index,
        String name,
        int hardwareType,
        int flags,
        int mtuBytes,
        long mac,
        boolean belongsToAnother) {

    // linux/if_arp.h, linux/if.h
    private static final int ARPHRD_ETHER = 1;
    private static final int IFF_UP = 1, IFF_LOOPBACK = 8, IFF_RUNNING = 0x40;

    /// Ethernet, or something that looks so (veth, bridge, WLAN, tap); tun and loopback do not.
    public boolean isEthernet() {
        return hardwareType == ARPHRD_ETHER && !isLoopback();
    }

    /// Somebody switched it on; the cable may be out.
    public boolean isUp() {
        return (flags & IFF_UP) != 0;
    }

    /// What is sent goes out: it is switched on, and the cable is in.
    public boolean isRunning() {
        return (flags & IFF_RUNNING) != 0;
    }

    /// The MAC, for people.
    public LinkAddress address() {
        return LinkAddress.ethernet(mac);
    }

    boolean isLoopback() {
        return (flags & IFF_LOOPBACK) != 0;
    }
}
