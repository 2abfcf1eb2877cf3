package boreas.admin;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.value.LaxJson;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a node's admin interface is, and the password for it.
///
/// @param source where address and password were read, for people: `/etc/cjdroute.conf`
/// @param socket its Unix socket, to be asked instead; null: over UDP
public record AdminEndpoint(
        InetSocketAddress address, AdminPassword password, String source, @Nullable Path socket) {
    /// What genuine tools assume when nothing tells otherwise.
    public static final int DEFAULT_PORT = 11234;

    private static final String LOOPBACK_TEXT = "127.0.0.1";

    /// One that is asked over UDP.
    public AdminEndpoint(InetSocketAddress address, AdminPassword password, String source) {
        this(address, password, source, null);
    }

    /// The same node, asked at its Unix socket.
    public AdminEndpoint at(Path socket, String source) {
        return new AdminEndpoint(address, password, source, socket);
    }

    /// 127.0.0.1:11234 without a password.
    public static AdminEndpoint usual() {
        return new AdminEndpoint(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), DEFAULT_PORT),
                new AdminPassword(AdminPassword.NOT_WANTED),
                "the usual settings");
    }

    /// By the settings `admin.bind` and `admin.password` of a node on this machine. A node that
    /// listens on all addresses is asked over loopback.
    public static AdminEndpoint of(LinkAddress bind, AdminPassword password, String source) {
        var ip = bind.ip().toInetAddress();
        return new AdminEndpoint(
                ip.isAnyLocalAddress()
                        ? new InetSocketAddress(loopback(bind.kind()), bind.udpPort())
                        : new InetSocketAddress(ip, bind.udpPort()),
                password,
                source);
    }

    /// By a credentials file (`~/.cjdnsadmin`) of the genuine tools: JSON with `addr`, `port` and
    /// `password`, each of which may be missing.
    ///
    /// @param source path of the file
    /// @throws AdminException when it cannot be understood
    public static AdminEndpoint ofCredentials(byte[] json, String source) {
        var document = LaxJson.parse(json);
        var root = document.root();
        if (root == null || document.hasErrors())
            throw new AdminException(
                    AdminException.Kind.NO_SETTINGS,
                    source
                            + " cannot be read: "
                            + document.flaws().getFirst()
                            + "; it should look like {\"addr\": \"127.0.0.1\", \"port\": 11234,"
                            + " \"password\": \"NONE\"}");
        var addr = root.str("addr");
        var password = root.str("password");
        long port = root.number("port", DEFAULT_PORT);
        try {
            var ip = addr == null ? LOOPBACK_TEXT : addr.text();
            var bind = LinkAddress.parse((ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + ":" + port);
            return of(
                    bind,
                    password == null
                            ? new AdminPassword(AdminPassword.NOT_WANTED)
                            : AdminPassword.of(password.bytes()),
                    source);
        } catch (AddressException e) {
            throw new AdminException(
                    AdminException.Kind.NO_SETTINGS,
                    source + ": addr and port are no address: " + e.getMessage());
        }
    }

    private static InetAddress loopback(LinkAddress.Kind kind) {
        return (kind == LinkAddress.Kind.UDP6 ? new Ip6(0, 1) : Ip6.mapped(0x7f000001))
                .toInetAddress();
    }

    @Override
    public String toString() {
        return socket == null ? text(address) : socket.toString();
    }

    /// `127.0.0.1:11234`, `[::1]:11234`.
    static String text(InetSocketAddress address) {
        return switch (address.getAddress()) {
            case Inet6Address ip ->
                    LinkAddress.udp(Ip6.of(ip.getAddress(), 0), address.getPort()).toString();
            case InetAddress ip -> ip.getHostAddress() + ":" + address.getPort();
            case null -> address.getHostString() + ":" + address.getPort();
        };
    }
}
