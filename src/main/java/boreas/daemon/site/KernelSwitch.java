package boreas.daemon.site;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Switches of the kernel (`sysctl`), as files below `/proc/sys`, in the network namespace of the
/// calling thread.
///
/// A switch is named by its path, `net/ipv6/conf/all/forwarding`: names of devices may have dots.
final class KernelSwitch {
    static final String FORWARDING_IP6 = "net/ipv6/conf/all/forwarding";

    private static final Path ROOT = Path.of("/proc/sys");

    private KernelSwitch() {}

    /// @param name as sysctl(8) writes it, with dots between its parts
    static String path(String name) {
        return name.replace('.', '/');
    }

    /// Whether a path names a switch of the network and no other file.
    static boolean isOfNetwork(String path) {
        return (path.startsWith("net/ipv4/") || path.startsWith("net/ipv6/"))
                && !List.of(path.split("/")).contains("..");
    }

    /// Nothing when there is no such switch, or none with one number.
    static OptionalInt read(String path) {
        try {
            return OptionalInt.of(Integer.parseInt(Files.readString(ROOT.resolve(path)).strip()));
        } catch (IOException | NumberFormatException _) {
            return OptionalInt.empty();
        }
    }

    static void write(String path, int value) throws SiteException {
        try {
            Files.writeString(ROOT.resolve(path), Integer.toString(value));
        } catch (IOException e) {
            throw new SiteException(
                    "cannot set %s = %d: %s".formatted(path.replace('/', '.'), value, reason(e)));
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "this kernel has no such switch; is IPv6 off?"
                : e instanceof AccessDeniedException
                        ? "it needs root"
                        : String.valueOf(e.getMessage());
    }

    /// The switches whose values the kernel changes along with one: `all` stands for each device,
    /// and IPv4 forwarding for redirects too. The switch itself comes first.
    static List<String> affectedBy(String path) {
        var affected = new ArrayList<String>();
        affected.add(path);
        switch (path) {
            case FORWARDING_IP6 -> addDevices(affected, "net/ipv6/conf");
            case "net/ipv4/ip_forward", "net/ipv4/conf/all/forwarding" -> {
                addDevices(affected, "net/ipv4/conf");
                affected.add("net/ipv4/conf/all/accept_redirects");
            }
            default -> {}
        }
        return affected;
    }

    /// Whether it is set by itself, and not along with another.
    static boolean leads(String path) {
        return path.endsWith("/all/forwarding") || !path.contains("/conf/");
    }

    private static void addDevices(List<String> affected, String folder) {
        try (var devices = Files.newDirectoryStream(ROOT.resolve(folder))) {
            for (var device : devices) {
                var name = device.getFileName().toString();
                if (!name.equals("all")) affected.add(folder + "/" + name + "/forwarding");
            }
        } catch (IOException _) {
            // without the folder the switch itself cannot be set either, which is said then
        }
    }
}
