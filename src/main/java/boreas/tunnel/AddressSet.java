package boreas.tunnel;

import boreas.address.Ip4Prefix;
import boreas.address.Ip6Prefix;
import boreas.address.IpPrefix;
import java.util.List;

/// The addresses of one site, to be asked for each packet. The two kinds are kept apart: an IPv6
/// packet with an address of the form `::ffff:a.b.c.d` is not one of IPv4.
///
/// A site has a handful of prefixes, so they are looked through.
final class AddressSet {
    private final long[] hi, lo, maskHi, maskLo;
    private final int[] ip4, mask4;

    AddressSet(List<IpPrefix> prefixes) {
        int count6 = 0;
        for (var prefix : prefixes) if (prefix instanceof Ip6Prefix) count6++;
        hi = new long[count6];
        lo = new long[count6];
        maskHi = new long[count6];
        maskLo = new long[count6];
        ip4 = new int[prefixes.size() - count6];
        mask4 = new int[ip4.length];
        int i = 0, k = 0;
        for (var prefix : prefixes)
            switch (prefix) {
                case Ip6Prefix p -> {
                    hi[i] = p.address().hi();
                    lo[i] = p.address().lo();
                    maskHi[i] = ones(Math.min(p.bits(), 64));
                    maskLo[i] = ones(Math.max(p.bits() - 64, 0));
                    i++;
                }
                case Ip4Prefix p -> {
                    ip4[k] = p.address().bits();
                    mask4[k] = (int) (ones(p.bits()) >>> 32);
                    k++;
                }
            }
    }

    boolean holds(long addressHi, long addressLo) {
        for (int i = 0; i < hi.length; i++)
            if ((addressHi & maskHi[i]) == hi[i] && (addressLo & maskLo[i]) == lo[i]) return true;
        return false;
    }

    boolean holds(int address) {
        for (int i = 0; i < ip4.length; i++) if ((address & mask4[i]) == ip4[i]) return true;
        return false;
    }

    /// A word with that many ones at its high end.
    private static long ones(int count) {
        return count == 0 ? 0 : -1L << (64 - count);
    }
}
