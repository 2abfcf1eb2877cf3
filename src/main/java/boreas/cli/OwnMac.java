package boreas.cli;

import boreas.address.LinkAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// An Ethernet address of this machine: of the device that was named, else of the one by which it
/// reaches the Internet, else of the first real one.
final class OwnMac {
    private final Path devices;
    private final Path routes;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description =
                    "The network device whose MAC counts. Default: the one with the default"
                            + " route, else the first with hardware behind it")
    private @Nullable String device;

    OwnMac() {
        this(Path.of("/sys/class/net"), Path.of("/proc/net/route"));
    }

    /// @param devices a folder with one for each device
    /// @param routes the kernel's IPv4 routes
    OwnMac(Path devices, Path routes) {
        this.devices = devices;
        this.routes = routes;
    }

    /// Null when the machine has none.
    @Nullable LinkAddress find() throws IOException {
        if (device != null) {
            var mac = of(device);
            if (mac != null) return mac;
            throw new IOException(
                    "--device: read '%s', expected a network device with a MAC; ip link shows them"
                            .formatted(device));
        }
        var outward = outward();
        var mac = outward == null ? null : of(outward);
        return mac != null ? mac : first();
    }

    /// The device of the IPv4 default route.
    private @Nullable String outward() throws IOException {
        if (!Files.isReadable(routes)) return null;
        for (var line : Files.readAllLines(routes)) {
            String[] fields = line.split("\\s+");
            boolean isDefault =
                    fields.length > 7
                            && fields[1].equals("00000000")
                            && fields[7].equals("00000000");
            if (isDefault) return fields[0];
        }
        return null;
    }

    private @Nullable LinkAddress first() throws IOException {
        if (!Files.isDirectory(devices)) return null;
        try (var all = Files.list(devices)) {
            for (var d : all.sorted().toList()) {
                if (!Files.exists(d.resolve("device"))) continue; // bridges and their like
                var mac = of(d.getFileName().toString());
                if (mac != null) return mac;
            }
        }
        return null;
    }

    /// Those that have a MAC, whether they would be chosen or, as bridges and veth, not.
    List<String> devices() throws IOException {
        var found = new ArrayList<String>();
        if (!Files.isDirectory(devices)) return found;
        try (var all = Files.list(devices)) {
            for (var d : all.sorted().toList()) {
                var name = d.getFileName().toString();
                if (of(name) != null) found.add(name);
            }
        }
        return found;
    }

    private @Nullable LinkAddress of(String device) throws IOException {
        if (device.isEmpty() || device.indexOf('/') >= 0 || device.startsWith(".")) return null;
        var file = devices.resolve(device).resolve("address");
        if (!Files.isReadable(file)) return null;
        var mac = LinkAddress.mac(Files.readString(file).strip());
        return mac == null || mac.lo() == 0 ? null : mac;
    }
}
