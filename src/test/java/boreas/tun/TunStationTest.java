package boreas.tun;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.Users;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.RandomSource;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.session.PathFinder;
import boreas.session.PathMetric;
import boreas.session.Session;
import boreas.session.Sessions;
import boreas.vectors.Vectors;
import boreas.wire.Batch;
import boreas.wire.DataHeader;
import boreas.wire.Icmp6;
import boreas.wire.Ip6Header;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two nodes whose frames reach each other at once.
class TunStationTest {
    private static final long NOW_NS = 77_000_000_000L;
    private static final long PATH = 0x13;
    private static final int MTU = 1304;
    private static final Crypto CRYPTO = CryptoProviders.choose();
    private static final Ip6 OUTSIDE = new Ip6(0x2001_0db8L << 32, 1);
    private static final Ip6 STRANGER = new Ip6(0xfc11L << 48, 1);

    /// What programs of one machine see.
    private static final class Side implements PathFinder, TunPort {
        final Identity identity;
        final Batch batch = new Batch(64);
        final List<byte[]> given = new ArrayList<>();
        final World world;
        final Sessions sessions;
        final TunStation tun;
        Side other = this;

        Side(int seed) {
            var random = random(seed);
            identity = Identity.generate(random, CRYPTO);
            world = new World(random, new Timers(), new Counters(), EventLog.SILENT);
            var packets = PacketSource.of(batch);
            sessions =
                    new Sessions(
                            world,
                            new CryptoAuthContext(identity, new Users(CRYPTO), CRYPTO, world),
                            this::emit,
                            packets,
                            (_, _, _) -> {},
                            NOW_NS);
            tun = new TunStation(world, ip6(), sessions, this, packets, MTU, NOW_NS);
            sessions.attach(this);
            sessions.attach(0, 255, tun);
            sessions.attach(tun);
            sessions.attach(
                    DataHeader.ROUTING,
                    DataHeader.ROUTING,
                    (from, _, content, back, now) ->
                            content.length() == 4
                                    ? sessions.reply(from, take("answer"), back, now)
                                    : Verdict.OK);
        }

        Ip6 ip6() {
            return identity.ip6();
        }

        private Packet take(String text) {
            return batch.next().append(text.getBytes(StandardCharsets.UTF_8));
        }

        private Verdict emit(Packet frame, long nowNs) {
            var copy = other.batch.next().append(frame.toArray());
            other.sessions.onFrame(copy, PATH, nowNs);
            return Verdict.OK;
        }

        @Override
        public void onPathWanted(Ip6 destination, long nowNs) {
            if (destination.equals(other.ip6()))
                sessions.onPathFound(other.identity.publicKey(), 22, PATH, PathMetric.PEER, nowNs);
        }

        @Override
        public boolean writePing(Packet into, Session session, long label, long nowNs) {
            into.append(new byte[] {'a', 's', 'k', '!'});
            return true;
        }

        @Override
        public void send(int tunId, Packet packet) {
            assertThat(tunId).isEqualTo(TunStation.CJDNS);
            given.add(packet.toArray());
        }

        @Override
        public void flush() {}

        Packet given(int i) {
            return new Batch(1).next().append(given.get(i));
        }

        void runUntil(long nowNs) {
            world.timers().runUntil(nowNs);
            batch.clear();
        }
    }

    private static RandomSource random(long seed) {
        return new Random(seed)::nextBytes;
    }

    private final Side a = new Side(1), b = new Side(2);

    @BeforeEach
    void join() {
        a.other = b;
        b.other = a;
    }

    private static Packet packet(Ip6 from, Ip6 to, int nextHeader, int payload) {
        var bytes = new byte[payload];
        for (int i = 0; i < payload; i++) bytes[i] = (byte) (i * 7);
        var p = new Batch(1).next().append(bytes);
        Ip6Header.prepend(p, nextHeader, 64);
        Ip6Header.putSource(p, from.hi(), from.lo());
        Ip6Header.putDestination(p, to.hi(), to.lo());
        return p;
    }

    private void open() {
        a.tun.onTun(packet(a.ip6(), b.ip6(), 17, 8), NOW_NS);
        a.runUntil(NOW_NS);
        b.batch.clear();
        assertThat(b.given).hasSize(1);
        b.given.clear();
    }

    @Test
    void aPacketArrivesWithTheSameAddressesAndContent() {
        open();
        var sent = packet(a.ip6(), b.ip6(), 17, 100);
        var before = sent.toArray();
        assertThat(a.tun.onTun(sent, NOW_NS)).isEqualTo(Verdict.OK);

        assertThat(b.given).hasSize(1);
        var got = b.given.getFirst();
        before[7] = TunStation.HOP_LIMIT;
        assertThat(got).isEqualTo(before);
    }

    @Test
    void everyNextHeaderTravels() {
        open();
        for (int next = 0; next < 256; next++) {
            b.given.clear();
            a.tun.onTun(packet(a.ip6(), b.ip6(), next, 16), NOW_NS);
            a.batch.clear();
            b.batch.clear();
            assertThat(Ip6Header.nextHeader(b.given(0))).isEqualTo(next);
        }
    }

    @Test
    void anEmptyPayloadTravels() {
        open();
        a.tun.onTun(packet(a.ip6(), b.ip6(), 59, 0), NOW_NS);
        assertThat(b.given.getFirst()).hasSize(Ip6Header.SIZE);
    }

    @Test
    void trafficClassAndFlowLabelAreLostAndPaddingIsCutOff() {
        open();
        var p = packet(a.ip6(), b.ip6(), 17, 8);
        p.putI32(0, 0x6ab12345);
        p.extend(5);
        a.tun.onTun(p, NOW_NS);
        assertThat(b.given(0).i32(0)).isEqualTo(0x60000000);
        assertThat(b.given.getFirst()).hasSize(48);
    }

    @Test
    void onlyTheNodesOwnAddressMaySend() {
        var p = packet(STRANGER, b.ip6(), 17, 8);
        assertThat(a.tun.onTun(p, NOW_NS)).isEqualTo(Verdict.BAD_SOURCE);
    }

    @Test
    void destinationsOutsideTheNetworkAreRefused() {
        var p = packet(a.ip6(), OUTSIDE, 17, 8);
        assertThat(a.tun.onTun(p, NOW_NS)).isEqualTo(Verdict.BAD_DESTINATION);
        assertThat(a.world.counters().of(Verdict.BAD_DESTINATION)).isEqualTo(1);
    }

    @Test
    void multicastIsRefusedQuietly() {
        var p = packet(a.ip6(), new Ip6(0xff02L << 48, 2), 58, 8);
        assertThat(a.tun.onTun(p, NOW_NS)).isEqualTo(Verdict.BAD_DESTINATION);
        assertThat(a.world.counters().snapshot()).isEmpty();
    }

    @Test
    void whatIsForThisNodeComesStraightBack() {
        var p = packet(a.ip6(), a.ip6(), 17, 8);
        var before = p.toArray();
        a.tun.onTun(p, NOW_NS);
        assertThat(a.given).containsExactly(before);
    }

    @Test
    void whatIsNoIp6IsRefused() {
        var whole = packet(a.ip6(), b.ip6(), 17, 8).toArray();
        for (int length = 0; length < whole.length; length++) {
            var p = new Batch(1).next().append(Arrays.copyOf(whole, length));
            assertThat(a.tun.onTun(p, NOW_NS)).as("%d bytes", length).isEqualTo(Verdict.NOT_IP6);
        }
        for (int version = 0; version < 16; version++) {
            if (version == 6) continue;
            var p = packet(a.ip6(), b.ip6(), 17, 8);
            p.putU8(0, version << 4);
            assertThat(a.tun.onTun(p, NOW_NS)).isEqualTo(Verdict.NOT_IP6);
        }
    }

    @Test
    void aPacketThatIsTooBigIsAnsweredWithTheMtu() {
        var p = packet(a.ip6(), b.ip6(), 17, MTU + 1 - Ip6Header.SIZE);
        assertThat(a.tun.onTun(p, NOW_NS)).isEqualTo(Verdict.TOO_BIG);

        var error = a.given(0);
        assertThat(Icmp6.type(error)).isEqualTo(Icmp6.PACKET_TOO_BIG);
        assertThat(Icmp6.mtu(error)).isEqualTo(MTU);
        assertThat(Icmp6.isIntact(error)).isTrue();
        assertThat(error.length()).isLessThanOrEqualTo(Ip6Header.MIN_MTU);
        assertThat(new Ip6(Ip6Header.destinationHi(error), Ip6Header.destinationLo(error)))
                .isEqualTo(a.ip6());
        assertThat(new Ip6(Ip6Header.sourceHi(error), Ip6Header.sourceLo(error)))
                .isEqualTo(a.ip6());
    }

    @Test
    void aPacketOfTheMtuTravels() {
        open();
        a.tun.onTun(packet(a.ip6(), b.ip6(), 17, MTU - Ip6Header.SIZE), NOW_NS);
        assertThat(b.given.getFirst()).hasSize(MTU);
    }

    @Test
    void errorsToProgramsAreRateLimited() {
        for (int i = 0; i < 100; i++) {
            a.tun.onTun(packet(a.ip6(), b.ip6(), 17, MTU), NOW_NS);
            a.batch.clear();
        }
        assertThat(a.given).hasSize(16);
    }

    @Test
    void anErrorIsNotAnsweredWithAnError() {
        var p = packet(a.ip6(), b.ip6(), Ip6Header.ICMP6, MTU);
        p.putU8(Ip6Header.SIZE, Icmp6.DESTINATION_UNREACHABLE);
        assertThat(a.tun.onTun(p, NOW_NS)).isEqualTo(Verdict.TOO_BIG);
        assertThat(a.given).isEmpty();
    }

    @Test
    void whoeverWaitedInVainIsToldSo() {
        a.tun.onTun(packet(a.ip6(), STRANGER, 17, 100), NOW_NS);
        a.runUntil(NOW_NS + 9_000_000_000L);
        assertThat(a.given).isEmpty();
        a.runUntil(NOW_NS + 10_000_000_000L);

        var error = a.given(0);
        assertThat(Icmp6.type(error)).isEqualTo(Icmp6.DESTINATION_UNREACHABLE);
        assertThat(Icmp6.code(error)).isEqualTo(Icmp6.ADDRESS_UNREACHABLE);
        assertThat(Icmp6.isIntact(error)).isTrue();
        assertThat(error.length()).isEqualTo(40 + 8 + 40 + 100);
        assertThat(error.i64(40 + 8 + 24)).isEqualTo(STRANGER.hi());
    }

    @Test
    void recordedMessagesHaveRightChecksums() throws IOException {
        Vectors.run(new IcmpVectors());
    }
}
