package boreas.io;

import boreas.ffm.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Tells that somebody has changed devices, addresses, routes or the firewall, in the network
/// namespace of the thread that opened it. It does not tell what. Needs no right. One thread waits;
/// it need not be the one that opened it.
public final class SettingsWatch implements AutoCloseable {
    // linux/netlink.h, linux/netfilter/nfnetlink.h
    private static final int NETLINK_NETFILTER = 12;
    private static final int NFTABLES = 1 << 7 - 1; // NFNLGRP_NFTABLES is the seventh

    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8, EVENTS = 4;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment polled = arena.allocate(2L * POLLFD_BYTES, 8);
    private final DeviceWatch routes;
    private final DeviceWatch firewall;

    private SettingsWatch(DeviceWatch routes, DeviceWatch firewall) {
        this.routes = routes;
        this.firewall = firewall;
        polled.set(ValueLayout.JAVA_INT, 0, routes.fd());
        polled.set(ValueLayout.JAVA_SHORT, EVENTS, POLLIN);
        polled.set(ValueLayout.JAVA_INT, POLLFD_BYTES, firewall.fd());
        polled.set(ValueLayout.JAVA_SHORT, POLLFD_BYTES + EVENTS, POLLIN);
    }

    public static SettingsWatch open() throws DeviceException {
        var routes = DeviceWatch.ofNetwork();
        try {
            return new SettingsWatch(routes, DeviceWatch.open(NETLINK_NETFILTER, NFTABLES));
        } catch (DeviceException e) {
            routes.close();
            throw e;
        }
    }

    /// Waits for a change, or until the time is over. What has changed by then is no news any more.
    ///
    /// @return whether there was one
    public boolean await(int timeoutMs) {
        LibC.poll(polled.address(), 2, timeoutMs);
        boolean hasRoutes = routes.drain();
        boolean hasRules = firewall.drain(); // both, whatever the first one had
        return hasRoutes || hasRules;
    }

    @Override
    public void close() {
        routes.close();
        firewall.close();
    }
}
