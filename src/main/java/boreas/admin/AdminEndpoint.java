package boreas.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Where a node's admin interface is, and the password for it.
///
/// @param source where address and password were read, for people: `/etc/cjdroute.conf`
public record AdminEndpoint(InetSocketAddress address, AdminPassword password, String source) {
    /// What genuine tools assume when nothing tells otherwise.
    public static final int DEFAULT_PORT = 11234;

    /// 127.0.0.1:11234 without a password.
    public static AdminEndpoint usual() {
        return new AdminEndpoint(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), DEFAULT_PORT),
                new AdminPassword(AdminPassword.NOT_WANTED),
                "the usual settings");
    }

    @Override
    public String toString() {
        return text(address);
    }

    /// `127.0.0.1:11234`, `[::1]:11234`.
    static String text(InetSocketAddress address) {
        var ip = address.getAddress();
        var host = ip == null ? address.getHostString() : ip.getHostAddress();
        return host.indexOf(':') >= 0
                ? "[" + host + "]:" + address.getPort()
                : host + ":" + address.getPort();
    }
}
