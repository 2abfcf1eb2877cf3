package boreas.site;

import boreas.address.Ip6;
import boreas.address.Ip6Prefix;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A /48 that nobody else in the world has, most probably. Source: RFC 4193, 3.2.2.
///
/// ```
///   key      = time of day in NTP format (8 bytes) | EUI-64 of this machine (8 bytes)
///   Global ID = lowest 40 bits of SHA-1(key)
///   prefix    = fd | Global ID
/// ```
public final class UlaPrefix {
    /// Seconds from 1900, where NTP's time begins, to 1970.
    private static final long NTP_TO_UNIX_S = 2_208_988_800L;

    private static final int DIGEST_BYTES = 20, GLOBAL_ID_BYTES = 5;

    private UlaPrefix() {}

    /// @param epochMillis the time of day
    /// @param mac an Ethernet address of this machine, in the low 48 bits
    public static Ip6Prefix ofMac(long epochMillis, long mac) {
        return of(ntp(epochMillis), eui64(mac));
    }

    /// @param ntp time of day: seconds since 1900 in the high half, fractions in the low one
    /// @param eui64 any number that no other machine has
    static Ip6Prefix of(long ntp, long eui64) {
        byte[] key = new Ip6(ntp, eui64).bytes();
        byte[] digest = sha1(key);
        long globalId = 0;
        for (int i = DIGEST_BYTES - GLOBAL_ID_BYTES; i < DIGEST_BYTES; i++)
            globalId = globalId << 8 | digest[i] & 0xff;
        return new Ip6Prefix(new Ip6((0xfdL << 40 | globalId) << 16, 0), SiteReader.ULA_BITS);
    }

    static long ntp(long epochMillis) {
        long seconds = Math.floorDiv(epochMillis, 1000) + NTP_TO_UNIX_S;
        long fraction = (Math.floorMod(epochMillis, 1000L) << 32) / 1000;
        return seconds << 32 | fraction;
    }

    /// `ff fe` in the middle, and the universal bit the other way round (RFC 4291, appendix A).
    static long eui64(long mac) {
        long high = mac >>> 24 & 0xffffff;
        long low = mac & 0xffffff;
        return (high << 40 | 0xfffe000000L | low) ^ 0x0200_0000_0000_0000L;
    }

    private static byte[] sha1(byte[] key) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(key);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-1", e);
        }
    }
}
