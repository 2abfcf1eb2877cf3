package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Icmp6Test {
    private static final long HERE = 0xfc00000000000001L, THERE = 0xfc00000000000002L;
    private static final int IP6 = Ip6Header.SIZE;

    @Test
    void anEchoRequestIsReadAsItWasWritten() {
        var p = request(new byte[] {5, 6, 7});
        assertThat(Ip6Header.fits(p)).isTrue();
        assertThat(Icmp6.isIn(p)).isTrue();
        assertThat(Icmp6.isEcho(p)).isTrue();
        assertThat(Icmp6.isIntact(p)).isTrue();
        assertThat(Icmp6.type(p)).isEqualTo(Icmp6.ECHO_REQUEST);
        assertThat(Icmp6.code(p)).isZero();
        assertThat(Icmp6.identifier(p)).isEqualTo(0x1234);
        assertThat(Icmp6.sequence(p)).isEqualTo(9);
        assertThat(p.toString()).endsWith("12340009" + "050607");
    }

    @Test
    void aReplyGoesToTheAsker() {
        var p = request(new byte[] {5, 6, 7});
        Icmp6.reply(p);
        assertThat(Icmp6.type(p)).isEqualTo(Icmp6.ECHO_REPLY);
        assertThat(Icmp6.isIntact(p)).isTrue();
        assertThat(Ip6Header.sourceHi(p)).isEqualTo(THERE);
        assertThat(Ip6Header.destinationHi(p)).isEqualTo(HERE);
        assertThat(p.toString()).endsWith("12340009" + "050607");
    }

    @Test
    void everyFlippedBitOfAddressesAndMessageBreaksTheChecksum() {
        var p = request(new byte[] {5, 6, 7});
        for (int at = 8; at < p.length(); at++)
            for (int bit = 0; bit < 8; bit++) {
                p.putU8(at, p.u8(at) ^ 1 << bit);
                assertThat(Icmp6.isIntact(p)).isFalse();
                p.putU8(at, p.u8(at) ^ 1 << bit);
            }
    }

    @Test
    void theMtuIsToldWithAsMuchOfTheCauseAsFits() {
        for (int length : new int[] {0, 1, 1000, 1183, 1184, 1185, 1400}) {
            var cause = request(new byte[length]);
            var p = Packets.empty();
            Icmp6.writePacketTooBig(p, cause, 1304, THERE, 7);
            assertThat(Ip6Header.fits(p)).isTrue();
            assertThat(p.length()).isEqualTo(Math.min(Ip6Header.MIN_MTU, IP6 + 8 + cause.length()));
            assertThat(Icmp6.isIn(p)).isTrue();
            assertThat(Icmp6.isEcho(p)).isFalse();
            assertThat(Icmp6.isIntact(p)).isTrue();
            assertThat(Icmp6.type(p)).isEqualTo(Icmp6.PACKET_TOO_BIG);
            assertThat(Icmp6.mtu(p)).isEqualTo(1304);
            assertThat(Ip6Header.destinationHi(p)).isEqualTo(HERE);
            assertThat(Ip6Header.sourceLo(p)).isEqualTo(7);
            assertThat(cause.toString()).startsWith(p.toString().substring(2 * (IP6 + 8)));
        }
    }

    @Test
    void anUnreachableDestinationIsToldWithItsReason() {
        var p = Packets.empty();
        Icmp6.writeUnreachable(p, request(new byte[3]), Icmp6.NO_ROUTE, THERE, 7);
        assertThat(Icmp6.type(p)).isEqualTo(Icmp6.DESTINATION_UNREACHABLE);
        assertThat(Icmp6.isIntact(p)).isTrue();
        assertThat(Icmp6.mtu(p)).isZero();
    }

    @Test
    void anErrorDeservesNoError() {
        var request = request(new byte[3]);
        var error = Packets.empty();
        Icmp6.writeUnreachable(error, request, Icmp6.ADDRESS_UNREACHABLE, THERE, 7);
        assertThat(Icmp6.deservesError(request)).isTrue();
        assertThat(Icmp6.deservesError(error)).isFalse();
        var empty = Packets.empty();
        Ip6Header.prepend(empty, Ip6Header.ICMP6, 64);
        assertThat(Icmp6.deservesError(empty)).isTrue();
    }

    @Test
    void aMessageThatIsCutShortOrAnotherProtocolIsNone() {
        for (int length = 0; length < 8; length++) {
            var p = Packets.zeros(length);
            Ip6Header.prepend(p, Ip6Header.ICMP6, 64);
            assertThat(Icmp6.isIn(p)).isFalse();
        }
        var p = Packets.zeros(8);
        Ip6Header.prepend(p, Ip6Header.UDP, 64);
        assertThat(Icmp6.isIn(p)).isFalse();
    }

    private static Packet request(byte[] data) {
        var p = Packets.empty();
        Icmp6.writeEcho(p, Icmp6.ECHO_REQUEST, 0x1234, 9, data, HERE, 1, THERE, 2);
        return p;
    }
}
