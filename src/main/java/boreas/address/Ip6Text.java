package boreas.address;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The notations of IPv4 and IPv6 addresses.
final class Ip6Text {
    private static final int LONGEST = 45;

    private Ip6Text() {}

    static @Nullable Ip6 parse(String text) {
        if (text.length() > LONGEST) return null;
        int gap = text.indexOf("::");
        List<Integer> groups;
        if (gap < 0) {
            groups = groups(text, true);
            if (groups == null || groups.size() != 8) return null;
        } else {
            var front = gap == 0 ? List.<Integer>of() : groups(text.substring(0, gap), false);
            String rest = text.substring(gap + 2);
            var back = rest.isEmpty() ? List.<Integer>of() : groups(rest, true);
            if (front == null || back == null || front.size() + back.size() > 7) return null;
            groups = new ArrayList<>(front);
            while (groups.size() + back.size() < 8) groups.add(0);
            groups.addAll(back);
        }
        long hi = 0;
        long lo = 0;
        for (int i = 0; i < 4; i++) {
            hi = hi << 16 | groups.get(i);
            lo = lo << 16 | groups.get(i + 4);
        }
        return new Ip6(hi, lo);
    }

    /// Groups between single colons; the last may be a dotted IPv4 address, where allowed.
    private static @Nullable List<Integer> groups(String text, boolean dottedEnd) {
        var groups = new ArrayList<Integer>();
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (dottedEnd && i == parts.length - 1 && part.indexOf('.') >= 0) {
                long ip4 = parseIp4(part);
                if (ip4 < 0) return null;
                groups.add((int) (ip4 >>> 16));
                groups.add((int) (ip4 & 0xffff));
                continue;
            }
            if (part.isEmpty() || part.length() > 4 || Hex.firstForeign(part) >= 0) return null;
            groups.add(Integer.parseInt(part, 16));
        }
        return groups;
    }

    /// Four decimal numbers with dots, nothing shorter; -1 when it is none.
    static long parseIp4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) return -1;
        long ip4 = 0;
        for (var part : parts) {
            int n = decimal(part, 255);
            if (n < 0 || (part.length() > 1 && part.charAt(0) == '0')) return -1;
            ip4 = ip4 << 8 | n;
        }
        return ip4;
    }

    static String writeIp4(int ip4) {
        return (ip4 >>> 24)
                + "."
                + (ip4 >>> 16 & 0xff)
                + "."
                + (ip4 >>> 8 & 0xff)
                + "."
                + (ip4 & 0xff);
    }

    /// A decimal number without sign, -1 when it is none or over `max`.
    static int decimal(String text, int max) {
        if (text.isEmpty() || text.length() > 6) return -1;
        int n = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') return -1;
            n = n * 10 + (c - '0');
        }
        return n <= max ? n : -1;
    }

    static String write(Ip6 ip, String groupFormat) {
        var parts = new ArrayList<String>(8);
        for (int i = 0; i < 8; i++) parts.add(groupFormat.formatted(ip.group(i)));
        return String.join(":", parts);
    }

    static String writeCompressed(Ip6 ip) {
        if (ip.isMapped()) return "::ffff:" + writeIp4((int) ip.lo());
        int gapStart = -1;
        int gapLength = 1; // a single zero group is not worth a gap
        for (int i = 0; i < 8; i++) {
            int j = i;
            while (j < 8 && ip.group(j) == 0) j++;
            if (j - i > gapLength) {
                gapStart = i;
                gapLength = j - i;
            }
        }
        if (gapStart < 0) return write(ip, "%x");
        var text = new StringBuilder();
        for (int i = 0; i < gapStart; i++) {
            if (i > 0) text.append(':');
            text.append(Integer.toHexString(ip.group(i)));
        }
        text.append("::");
        for (int i = gapStart + gapLength; i < 8; i++) {
            if (i > gapStart + gapLength) text.append(':');
            text.append(Integer.toHexString(ip.group(i)));
        }
        return text.toString();
    }
}
