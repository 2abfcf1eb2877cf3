package boreas.cli.service;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The units of a node. Each line that is not plain says why, for whoever reads it on the machine.
public final class SystemdUnits {
    /// Whom systemd makes up where no user is named.
    private static final String MADE_UP_USER = "boreas";

    /// What root has made in the state folder by hand would be closed to the node.
    private static final String STATE_IS_OURS =
            "# What root's `boreas site up` has noted becomes the service's.\n"
                    + "ExecStartPre=+/bin/sh -c 'chown -hR $$(stat -c %%u:%%g $$STATE_DIRECTORY/.) $$STATE_DIRECTORY/.'";

    private static final List<String> SITE_RIGHTS = List.of("CAP_NET_ADMIN");

    private final ServiceSettings settings;

    public SystemdUnits(ServiceSettings settings) {
        this.settings = settings;
    }

    /// The node.
    public String node() {
        return lines(
                "[Unit]",
                "Description=cjdns node (Boreas)",
                "# The node waits for neither network nor DNS: it comes good by itself.",
                settings.hasSite()
                        ? "Wants=%1$s.service\nAfter=network-pre.target %1$s.service"
                                .formatted(settings.siteName())
                        : "After=network-pre.target",
                "Before=network.target",
                "StartLimitIntervalSec=0",
                "",
                "[Service]",
                "# Ready is told when the tun device has its address; a sign of life is given by the data loop.",
                "Type=notify",
                "NotifyAccess=main",
                "WatchdogSec=30",
                "TimeoutStartSec=90",
                "TimeoutStopSec=10",
                "Restart=always",
                "RestartSec=2",
                "SuccessExitStatus=143",
                "# Read by root, so that the file with the private key may stay root's.",
                "StandardInput=file:" + settings.conf(),
                "Environment=JAVA_HOME=" + settings.javaHome(),
                STATE_IS_OURS,
                "ExecStart=%s/boreas run --name %s --config -%s"
                        .formatted(
                                settings.program(),
                                ServiceSettings.PROCESS_NAME,
                                settings.siteOption()),
                "ExecReload=+%s/boreas reload --config %s"
                        .formatted(settings.program(), settings.conf()),
                "# For admin.socket: the one place under /run where the node may make it.",
                "RuntimeDirectory=boreas",
                "",
                "# CAP_SETUID serves to take all of these from all threads when everything is open; one",
                "# keeps CAP_NET_ADMIN. See docs/security.md.",
                rights(nodeRights()),
                "TasksMax=512",
                "# A dump would hold the private key.",
                "LimitCORE=0",
                confinement(),
                "",
                "[Install]",
                "WantedBy=multi-user.target");
    }

    /// Firewall, routes and devices of the site, before the network is there.
    public String site() {
        return lines(
                "[Unit]",
                "Description=Firewall, routes and devices of the cjdns site (Boreas)",
                "DefaultDependencies=no",
                "# Those empty all tables when they start.",
                "After=local-fs.target systemd-tmpfiles-setup-dev.service systemd-modules-load.service"
                        + " nftables.service netfilter-persistent.service ufw.service",
                "Wants=network-pre.target",
                "Before=network-pre.target shutdown.target",
                "Conflicts=shutdown.target",
                "",
                "[Service]",
                "Type=oneshot",
                "# What is in force stays so; boreas site down takes it back.",
                "RemainAfterExit=yes",
                "TimeoutStartSec=60",
                "StandardInput=file:" + settings.conf(),
                "Environment=JAVA_HOME=" + settings.javaHome(),
                STATE_IS_OURS,
                "ExecStart=%s/boreas site up --config -%s"
                        .formatted(settings.program(), settings.siteOption()),
                "",
                rights(SITE_RIGHTS),
                confinement());
    }

    private List<String> nodeRights() {
        var rights = new ArrayList<>(List.of("CAP_NET_ADMIN", "CAP_SETUID"));
        if (settings.needsRawPackets()) rights.add("CAP_NET_RAW");
        if (settings.needsLowPorts()) rights.add("CAP_NET_BIND_SERVICE");
        return rights;
    }

    private String rights(List<String> capabilities) {
        var user = settings.user();
        var words = String.join(" ", capabilities);
        return lines(
                        "User=" + (user == null ? MADE_UP_USER : user),
                        user == null ? "DynamicUser=yes" : null,
                        "StateDirectory=boreas",
                        "StateDirectoryMode=0700",
                        "UMask=0077",
                        "AmbientCapabilities=" + words,
                        "CapabilityBoundingSet=" + words,
                        "NoNewPrivileges=yes")
                .strip();
    }

    private String confinement() {
        return lines(
                        "ProtectSystem=strict",
                        settings.hasSite()
                                ? "# ProtectKernelTunables=no: a site turns forwarding on, under /proc/sys/net."
                                : "ProtectKernelTunables=yes",
                        "ProtectHome=yes",
                        "ProtectProc=invisible",
                        "ProtectClock=yes",
                        "ProtectHostname=yes",
                        "ProtectControlGroups=yes",
                        "ProtectKernelLogs=yes",
                        "ProtectKernelModules=yes",
                        "PrivateTmp=yes",
                        "PrivateMounts=yes",
                        "RemoveIPC=yes",
                        "KeyringMode=private",
                        "DevicePolicy=closed",
                        "DeviceAllow=/dev/net/tun rw",
                        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK"
                                + (settings.needsRawPackets() ? " AF_PACKET" : ""),
                        "RestrictNamespaces=yes",
                        "RestrictRealtime=yes",
                        "RestrictSUIDSGID=yes",
                        "LockPersonality=yes",
                        "# Not MemoryDenyWriteExecute: a JVM compiles.",
                        "SystemCallArchitectures=native",
                        "SystemCallFilter=@system-service",
                        "SystemCallFilter=~@privileged @resources @keyring @aio @memlock",
                        "SystemCallFilter=capset setresuid",
                        "SystemCallErrorNumber=EPERM")
                .strip();
    }

    private static String lines(@Nullable String... lines) {
        var text = new StringBuilder();
        for (var line : lines) if (line != null) text.append(line).append('\n');
        return text.toString();
    }
}
