package boreas.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a profiler saw of one node: stacks and how often, sorted into what a reader wants to know.
///
/// A stack is what async-profiler calls collapsed, with annotations: frames from the thread down to
/// where it was, `;` between them, a blank, the count. `_[j]`, `_[i]`, `_[0]`, `_[1]` end a frame
/// of Java, `_[k]` one of the kernel.
final class StackProfile {
    private static final Set<String> CALLS =
            Set.of("sendmsg", "recvmsg", "read", "write", "writev", "sendto", "epoll_wait", "poll");

    private final Map<String, Long> places = new LinkedHashMap<>();
    private final Map<String, Long> kinds = new TreeMap<>();
    private final Map<String, Long> threads = new TreeMap<>();
    private long samples;

    private enum Frame {
        JAVA,
        KERNEL,
        NATIVE;

        static Frame of(String frame) {
            if (frame.matches(".*_\\[[ij01]]")) return JAVA;
            return frame.endsWith("_[k]") ? KERNEL : NATIVE;
        }
    }

    /// @param thread the beginning of the name of the one whose stacks are taken apart; the others'
    ///   are only counted
    static StackProfile of(List<String> lines, String thread) {
        var profile = new StackProfile();
        for (var line : lines) {
            int blank = line.lastIndexOf(' ');
            if (blank < 0) continue;
            long count = Long.parseLong(line.substring(blank + 1));
            var frames = line.substring(0, blank).split(";");
            profile.add(frames, count, thread);
        }
        return profile;
    }

    private void add(String[] frames, long count, String thread) {
        // `[data tid=123]`
        var name = frames[0].replaceAll("^\\[|\\s+tid=\\d+]$", "");
        threads.merge(name, count, Long::sum);
        if (!name.startsWith(thread)) return;
        samples += count;
        kinds.merge(kind(frames), count, Long::sum);
        places.merge(plain(frames[frames.length - 1]), count, Long::sum);
    }

    /// What the thread was about: the kernel by the call that led there, native code by whose it
    /// is.
    static String kind(String[] frames) {
        var last = Frame.of(frames[frames.length - 1]);
        if (last == Frame.JAVA) return "Java: " + owner(frames[frames.length - 1]);
        if (last == Frame.NATIVE) return nativeKind(frames);
        for (var frame : frames)
            if (frame.matches("__(x64|arm64)_sys_.*"))
                return "kernel: " + plain(frame).replaceFirst("__(x64|arm64)_sys_", "");
        return "kernel: the rest";
    }

    private static String nativeKind(String[] frames) {
        var last = frames[frames.length - 1];
        var call = last.replaceFirst("^_*(libc|GI)_+", "");
        if (CALLS.contains(call)) return "kernel: " + call;
        for (int i = frames.length - 1; i >= 0 && Frame.of(frames[i]) == Frame.NATIVE; i--) {
            var name = frames[i].toLowerCase(Locale.ROOT);
            if (name.contains("poly1305")) return "native: Poly1305";
            if (name.contains("salsa")) return "native: Salsa20";
        }
        // a library without names of its functions is a frame itself
        return last.contains(".so")
                ? "native: " + last.substring(last.lastIndexOf('/') + 1)
                : "native: the rest";
    }

    /// `boreas/io/UdpSocket.send_[j]`: the package.
    private static String owner(String frame) {
        int slash = frame.lastIndexOf('/');
        return slash < 0 ? plain(frame) : frame.substring(0, slash).replace('/', '.');
    }

    private static String plain(String frame) {
        return frame.replaceFirst("_\\[\\w]$", "");
    }

    Map<String, Double> kindShares() {
        var shares = new LinkedHashMap<String, Double>();
        sorted(kinds).forEach(e -> shares.put(e.getKey(), (double) e.getValue() / samples));
        return shares;
    }

    private static List<Map.Entry<String, Long>> sorted(Map<String, Long> counts) {
        var list = new ArrayList<>(counts.entrySet());
        list.sort(Map.Entry.<String, Long>comparingByValue().reversed());
        return list;
    }

    /// @param most how many of the places where the thread was most often
    String text(int most) {
        var text = new StringBuilder();
        long all = threads.values().stream().mapToLong(n -> n).sum();
        text.append("threads, share of all samples (" + all + ")\n");
        for (var e : sorted(threads)) line(text, e, all, 0.005);
        text.append("what the data thread did (" + samples + ")\n");
        for (var e : sorted(kinds)) line(text, e, samples, 0.002);
        text.append("where it was\n");
        for (var e : sorted(places).stream().limit(most).toList()) line(text, e, samples, 0);
        return text.toString();
    }

    private static void line(
            StringBuilder text, Map.Entry<String, Long> entry, long all, double least) {
        double share = all == 0 ? 0 : (double) entry.getValue() / all;
        if (share >= least)
            text.append(
                    String.format(Locale.ROOT, "  %5.1f %%  %s%n", share * 100, entry.getKey()));
    }
}
