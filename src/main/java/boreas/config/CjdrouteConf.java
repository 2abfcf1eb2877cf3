package boreas.config;

import boreas.address.Identity;
import boreas.address.LinkAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole `cjdroute.conf`, checked, with the defaults of genuine nodes where the file is silent.
///
/// @param identity made from `privateKey`; the file's `publicKey` and `ipv6` are for people
/// @param pipe socket of the genuine core process; kept for files that name it
/// @param site the site file that this machine is part of; null: of none
/// @param metrics null: nobody collects figures
/// @param version of the file's format; from 2 on commas are strict
public record CjdrouteConf(
        Identity identity,
        List<AuthorizedPassword> authorizedPasswords,
        AdminConf admin,
        List<UdpInterfaceConf> udpInterfaces,
        List<EthInterfaceConf> ethInterfaces,
        RouterConf router,
        SecurityConf security,
        boolean logToStdout,
        boolean noBackground,
        String pipe,
        @Nullable String site,
        @Nullable MetricsConf metrics,
        int version) {
    public static final String DEFAULT_PIPE = "cjdroute.sock";
    public static final int STRICT_VERSION = 2;

    /// The same with other passwords.
    public CjdrouteConf with(List<AuthorizedPassword> passwords) {
        return new CjdrouteConf(
                identity,
                List.copyOf(passwords),
                admin,
                udpInterfaces,
                ethInterfaces,
                router,
                security,
                logToStdout,
                noBackground,
                pipe,
                site,
                metrics,
                version);
    }

    /// Those that other firewalls must let in, each once. A port that the kernel chooses is not
    /// known here.
    public List<UdpPort> udpPorts() {
        return udpInterfaces.stream()
                .map(UdpInterfaceConf::bind)
                .filter(bind -> bind.udpPort() != 0)
                .map(bind -> new UdpPort(bind.udpPort(), bind.kind() == LinkAddress.Kind.UDP6))
                .distinct()
                .toList();
    }
}
