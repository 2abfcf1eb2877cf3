package boreas.daemon.site;

import boreas.address.AddressException;
import boreas.address.Ip6;
import boreas.address.IpPrefix;
import boreas.daemon.ReplacedFile;
import boreas.daemon.site.Ledger.Insertion;
import boreas.daemon.site.Ledger.Switched;
import boreas.daemon.site.Ledger.Wall;
import boreas.host.Setting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The ledger on disk: a line for each thing, words with blanks between.
///
/// ```
///   boreas site ledger 1
///   boot 6f0c...                                        /proc/sys/kernel/random/boot_id
///   tun ula-net 1280                                    device, MTU
///   tunnel ula-net fc11::1 fc22::2 1280                 a kernel's, between two nodes
///   address lo fdd7::1 128
///   route fdd7:0:0:2::/64 ula-net fdd7::1 64            destination, device, source or -, metric
///   unreachable fdd7::/48 65
///   switched net/ipv6/conf/all/forwarding 0 1           before, ours
///   firewall 9c1185a5... 1d2c...                        digests of script and listing
///   inserted nft inet filter input boreas-site-1f3c udp dport 27177
///   end 1c291ca3                                        CRC-32 of the lines above
/// ```
///
/// Replaced as a whole by a rename, after the bytes are on the disk. A node that has given up the
/// right to the folder writes into the file that it has open ([#keepOpen]), behind what is there:
/// of several ledgers the last whole one counts, so a torn one is as good as none, and nothing that
/// it would have named is made yet.
///
/// Root goes by it, and the folder may be another user's, that of the node: so it names no program,
/// no file and no rule that could not be ours, and a link in its place is not followed.
final class LedgerFile implements AutoCloseable {
    private static final String TITLE = "boreas site ledger 1";
    private static final String NONE = "-";
    private static final int ENDING_LENGTH = "end 1c291ca3\n".length();
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path path;

    /// As this process has read or written it; with the lock nobody else changes it.
    private @Nullable Ledger known;

    private @Nullable FileChannel open;

    LedgerFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /// The name of this run of the kernel.
    static String boot() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException _) {
            return NONE;
        }
    }

    // --- reading

    /// Of this run of the kernel; an empty one when there is none. From the disk the first time: a
    /// node that repairs later may have given up the right to read it.
    Ledger read() throws SiteException {
        if (known != null) return known;
        String text;
        try {
            text = Files.readString(path);
        } catch (NoSuchFileException _) {
            return Ledger.empty(boot());
        } catch (AccessDeniedException _) {
            throw new SiteException("may not read " + path + ": run it as root");
        } catch (IOException e) {
            throw new SiteException("cannot read " + path + ": " + e.getMessage());
        }
        var read = parse(text).afterBoot(boot());
        known = read;
        return read;
    }

    Ledger parse(String text) throws SiteException {
        int end = endOfLast(text);
        var torn = text.substring(end);
        boolean isBegun = torn.startsWith(TITLE + "\n") || (TITLE + "\n").startsWith(torn);
        var whole = isBegun ? text.substring(0, end) : text;
        return parseOne(whole.substring(whole.lastIndexOf("\n" + TITLE + "\n") + 1));
    }

    /// Behind the last whole one; 0 when there is none.
    private static int endOfLast(String text) {
        int at = text.length();
        while ((at = text.lastIndexOf("\nend ", at - 1)) >= 0) {
            int end = at + 1 + ENDING_LENGTH;
            if (end <= text.length()) return end;
        }
        return 0;
    }

    private Ledger parseOne(String text) throws SiteException {
        int end = text.lastIndexOf("end ");
        if (!text.startsWith(TITLE + "\n")
                || end < 0
                || !text.substring(end).equals(ending(text.substring(0, end))))
            throw new SiteException(
                    "%s is no ledger of a site, or somebody has edited it: look at it, remove by hand what it names, and move it away"
                            .formatted(path));
        var ledger = Ledger.empty(NONE);
        var made = new ArrayList<Setting>();
        var switched = new ArrayList<Switched>();
        var insertions = new ArrayList<Insertion>();
        for (var line : text.substring(0, end).lines().skip(1).toList()) {
            var w = line.split(" ", 7);
            try {
                switch (w[0]) {
                    case "boot" -> ledger = new Ledger(w[1], List.of(), List.of(), null, List.of());
                    case "switched" -> switched.add(switched(w));
                    case "firewall" -> ledger = ledger.withWall(wall(w[1], w[2]));
                    case "inserted" -> insertions.add(insertion(w));
                    default -> made.add(setting(w));
                }
            } catch (AddressException | RuntimeException e) {
                throw new SiteException(
                        "%s: line \"%s\" is not understood: %s"
                                .formatted(path, line, e.getMessage()));
            }
        }
        return ledger.withMade(made).withSwitched(switched).withInsertions(insertions);
    }

    private static Wall wall(String script, String listing) {
        return new Wall(script, listing.equals(NONE) ? "" : listing);
    }

    private static Switched switched(String[] w) {
        if (!KernelSwitch.isOfNetwork(w[1])) throw new IllegalArgumentException("no such switch");
        return new Switched(w[1], Integer.parseInt(w[2]), Integer.parseInt(w[3]));
    }

    private static Insertion insertion(String[] w) {
        var insertion = new Insertion(w[1], w[2], w[3], w[4], w[5], w[6]);
        if (!insertion.isOurs()) throw new IllegalArgumentException("no rule of Boreas");
        return insertion;
    }

    private static Setting setting(String[] w) throws AddressException {
        return switch (w[0]) {
            case "tun" -> new Setting.TunDevice(w[1], Integer.parseInt(w[2]));
            case "tunnel" ->
                    new Setting.KernelTunnel(
                            w[1], Ip6.parse(w[2]), Ip6.parse(w[3]), Integer.parseInt(w[4]));
            case "address" -> new Setting.Address(w[1], Ip6.parse(w[2]), Integer.parseInt(w[3]));
            case "route" ->
                    new Setting.Route(
                            IpPrefix.parse(w[1]), w[2], source(w[3]), Integer.parseInt(w[4]));
            case "unreachable" ->
                    new Setting.Unreachable(IpPrefix.parse(w[1]), Integer.parseInt(w[2]));
            default -> throw new IllegalArgumentException("no such kind");
        };
    }

    private static @Nullable Ip6 source(String text) throws AddressException {
        return text.equals(NONE) ? null : IpPrefix.parse(text).mapped().address();
    }

    // --- writing

    /// Keeps it open, for the time when this process has not the right to its folder any more. What
    /// is not there is not kept.
    void keepOpen() {
        try {
            close();
            open =
                    FileChannel.open(
                            path,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.APPEND,
                            LinkOption.NOFOLLOW_LINKS);
        } catch (IOException _) {
            // then a change that would have to be noted is refused
        }
    }

    @Override
    public void close() {
        var channel = open;
        open = null;
        try {
            if (channel != null) channel.close();
        } catch (IOException _) {
            // nothing was to be written
        }
    }

    /// On the disk when this returns; an empty ledger is no file. Who may not write any more, not
    /// even behind what is there, goes on as long as nothing is in it that is not on the disk: a
    /// repair makes the same things.
    void write(Ledger ledger) throws SiteException {
        var before = known;
        try {
            onDisk(ledger);
        } catch (AccessDeniedException e) {
            if (!ledger.equals(before)) append(ledger, e, before);
        } catch (IOException e) {
            throw refused(e);
        }
        known = ledger;
    }

    private SiteException refused(IOException e) {
        return new SiteException(
                "cannot write %s, where it is noted what is made: %s".formatted(path, sentence(e)));
    }

    private void append(Ledger ledger, IOException why, @Nullable Ledger before)
            throws SiteException {
        var channel = open;
        var trouble = why;
        try {
            if (channel != null) {
                write(channel, ledger);
                return;
            }
        } catch (IOException e) {
            trouble = e;
        }
        if (before == null || !before.namesAllOf(ledger)) throw refused(trouble);
    }

    private static void write(FileChannel channel, Ledger ledger) throws IOException {
        var bytes = ByteBuffer.wrap(text(ledger).getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) channel.write(bytes);
        channel.force(true);
    }

    private void onDisk(Ledger ledger) throws IOException {
        if (ledger.isEmpty()) {
            Files.deleteIfExists(path);
            return;
        }
        ReplacedFile.write(path, fresh -> Files.writeString(fresh, text(ledger)));
    }

    static String sentence(IOException e) {
        return e instanceof AccessDeniedException
                ? "no right to; run it as root"
                : e.getClass() == IOException.class
                        ? String.valueOf(e.getMessage())
                        : e.getClass().getSimpleName() + ", " + e.getMessage();
    }

    static String text(Ledger ledger) {
        var lines = new StringBuilder(TITLE).append('\n');
        line(lines, "boot", ledger.boot());
        for (var s : ledger.made()) lines.append(line(s)).append('\n');
        for (var s : ledger.switched()) line(lines, "switched", s.path(), s.before(), s.ours());
        var wall = ledger.wall();
        if (wall != null)
            line(
                    lines,
                    "firewall",
                    wall.script(),
                    wall.listing().isEmpty() ? NONE : wall.listing());
        for (var i : ledger.insertions())
            line(lines, "inserted", i.tool(), i.family(), i.table(), i.chain(), i.tag(), i.text());
        return lines + ending(lines.toString());
    }

    private static void line(StringBuilder lines, Object... words) {
        for (var w : words) lines.append(w).append(' ');
        lines.setCharAt(lines.length() - 1, '\n');
    }

    private static String line(Setting setting) {
        return switch (setting) {
            case Setting.TunDevice(String device, int mtuBytes) -> "tun " + device + " " + mtuBytes;
            case Setting.KernelTunnel(String device, Ip6 local, Ip6 remote, int mtuBytes) ->
                    "tunnel %s %s %s %d".formatted(device, local, remote, mtuBytes);
            case Setting.Address(String device, Ip6 address, int bits) ->
                    "address %s %s %d".formatted(device, address, bits);
            case Setting.Route r -> {
                var source = r.sourceText();
                yield "route %s %s %s %d"
                        .formatted(
                                r.destination(),
                                r.device(),
                                source == null ? NONE : source,
                                r.metric());
            }
            case Setting.Unreachable(IpPrefix destination, int metric) ->
                    "unreachable %s %d".formatted(destination, metric);
            case Setting.Sysctl s ->
                    throw new AssertionError(s + " is noted by what it was before");
        };
    }

    private static String ending(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return "end %08x%n".formatted(crc.getValue());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
