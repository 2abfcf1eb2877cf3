package boreas.session;

import static boreas.session.SessionWorld.MS;
import static boreas.session.SessionWorld.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import boreas.cryptoauth.SecureSession;
import boreas.cryptoauth.State;
import boreas.env.Verdict;
import boreas.session.Frame.Kind;
import boreas.session.TestNode.Received;
import boreas.wire.DataHeader;
import boreas.wire.SwitchHeader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How a session begins, whatever the network does to its first packets.
class SetupTest {
    private static final long TO_B = 0x13, TO_A = 0x15;

    private final SessionWorld net = new SessionWorld();
    private final TestNode a = net.node(1), b = net.node(2);

    @BeforeEach
    void connect() {
        net.connect(a, TO_B, b, TO_A);
    }

    @Test
    void theFirstPacketWaitsForAPathAndAKey() {
        assertThat(a.send(b, "hello")).isEqualTo(Verdict.OK);
        assertThat(a.wanted).containsExactly(b.ip6());

        net.run(100 * MS);

        assertThat(net.kinds()).startsWith(Kind.HELLO, Kind.KEY, Kind.DATA);
        assertThat(b.received).containsExactly(new Received(a.ip6(), TestNode.UDP, "hello"));
        assertThat(b.stats(a).state()).isEqualTo(State.ESTABLISHED);
    }

    @Test
    void bothSidesAreOpenAfterOneExchange() {
        a.send(b, "hello");
        net.run(100 * MS);
        b.send(a, "and back");
        net.run(100 * MS);

        assertThat(a.texts()).containsExactly("and back");
        assertThat(a.stats(b).state()).isEqualTo(State.ESTABLISHED);
        assertThat(b.stats(a).paths()).as("learned from the traffic").isNotEmpty();
    }

    @Test
    void aResponderWithTrafficOpensTheSessionToo() {
        // A only asks, and then has nothing more to say.
        a.sessions.ask(
                b.identity.publicKey(), 22, TO_B, a.packet("ping1234567890123456"), net.nowNs);
        net.isLost = f -> f.from() == a && f.kind() == Kind.DATA;
        net.run(50 * MS);
        net.isLost = _ -> false;
        assertThat(b.stats(a).state()).isEqualTo(State.SENT_KEY);

        b.send(a, "from the responder");
        net.run(SECOND);

        assertThat(a.texts()).containsExactly("from the responder");
    }

    @Test
    void bothMayBeginAtOnce() {
        a.send(b, "one");
        b.send(a, "two");
        net.run(2 * SECOND);

        assertThat(a.texts()).containsExactly("two");
        assertThat(b.texts()).containsExactly("one");
    }

    @Test
    void anyOneOfTheFirstPacketsMayBeLost() {
        for (int lost = 0; lost < 5; lost++) {
            var w = new SessionWorld();
            TestNode x = w.node(1), y = w.node(2);
            w.connect(x, TO_B, y, TO_A);
            int n = lost;
            w.isLost = f -> w.sent.size() == n + 1;
            x.send(y, "hello");
            w.run(2 * SECOND);
            y.send(x, "answer");
            w.run(2 * SECOND);
            // What is lost is lost only if it was the packet itself.
            if (n != 2) assertThat(y.texts()).as("lost: packet " + n).containsExactly("hello");
            assertThat(x.texts()).as("lost: packet " + n).contains("answer");
        }
    }

    @Test
    void aHelloIsRepeatedFasterTheFirstTime() {
        net.isLost = _ -> true;
        a.send(b, "hello");
        net.run(9 * SECOND);

        var times = net.sent.stream().map(f -> f.arrivesNs() / MS - 123_010).toList();
        assertThat(times).containsExactly(0L, 500L, 1500L, 3500L, 7500L);
        assertThat(net.kinds()).containsOnly(Kind.HELLO, Kind.REPEAT_HELLO);
    }

    @Test
    void greetingEndsWhenNobodyWaits() {
        net.isLost = _ -> true;
        a.send(b, "hello");
        net.run(60 * SECOND);
        int sent = net.sent.size();
        net.run(50 * SECOND);
        assertThat(net.sent).hasSize(sent);

        net.isLost = _ -> false;
        a.send(b, "again");
        net.run(SECOND);
        assertThat(b.texts()).containsExactly("again");
    }

    @Test
    void everyPacketMayComeTwice() {
        net.isLost =
                f -> {
                    net.deliver(f.with(f.bytes(), f.arrivesNs() + 3 * MS));
                    return false;
                };
        a.send(b, "hello");
        net.run(SECOND);
        a.send(b, "more");
        b.send(a, "back");
        net.run(SECOND);

        assertThat(b.texts()).containsExactly("hello", "more");
        assertThat(a.texts()).containsExactly("back");
    }

    @Test
    void packetsMayOvertakeEachOther() {
        var r = new Random(7);
        net.isLost =
                f -> {
                    net.deliver(f.with(f.bytes(), f.arrivesNs() + r.nextInt(60) * MS));
                    return true;
                };
        for (int i = 0; i < 50; i++) {
            int n = i;
            net.at(net.nowNs + n * 20L * MS, () -> a.send(b, "a" + n));
            net.at(net.nowNs + n * 20L * MS, () -> b.send(a, "b" + n));
        }
        net.run(5 * SECOND);

        assertThat(new HashSet<>(a.texts())).hasSameSizeAs(a.texts());
        assertThat(a.texts()).hasSizeGreaterThan(40).contains("b49");
        assertThat(b.texts()).hasSizeGreaterThan(40).contains("a49");
    }

    @Test
    void aForgedByteAnywhereNeverPasses() {
        a.send(b, "hello");
        net.run(SECOND);
        a.send(b, "data");
        net.run(SECOND);
        for (var f : List.copyOf(net.sent)) {
            if (f.to() != b || f.kind() == Kind.CONTROL) continue;
            for (int at = 12; at < f.bytes().length; at += 3) {
                var bytes = f.bytes().clone();
                bytes[at] ^= 0x10;
                b.onFrame(f.with(bytes, 0));
            }
        }
        assertThat(b.texts()).containsExactly("hello", "data");
        a.send(b, "still there");
        net.run(SECOND);
        assertThat(b.texts()).contains("still there");
    }

    @Test
    void everyTruncatedLengthIsHarmless() {
        a.send(b, "hello");
        net.run(SECOND);
        for (var f : List.copyOf(net.sent)) {
            if (f.to() != b) continue;
            for (int length = 12; length < f.bytes().length; length++) {
                b.verdicts.clear();
                b.onFrame(f.with(Arrays.copyOf(f.bytes(), length), 0));
                assertThat(b.verdicts).as(f + " cut to " + length).doesNotContain(Verdict.OK);
            }
        }
        a.send(b, "still there");
        net.run(SECOND);
        assertThat(b.texts()).containsExactly("hello", "still there");
    }

    @Test
    void onlyRoutingMessagesAreTakenFromHandshakes() {
        for (int type : List.of(0, 17, 58, 255, 257, 258, 0xffff)) {
            var p = a.packet("secret");
            DataHeader.prepend(p, type);
            p.prepend(4);
            p.putI32(0, 1234);
            var hello = new SecureSession(a.context(), b.identity.publicKey(), false, null, 0);
            hello.seal(p, 0);
            SwitchHeader.prepend(p, TO_B);
            net.send(a, p);
        }
        net.run(SECOND);

        assertThat(b.received).isEmpty();
        assertThat(b.count(Verdict.NOT_DHT_IN_HANDSHAKE)).isEqualTo(7);
    }

    @Test
    void aNodeIsDeafToItsOwnKeyAndToKeysOutsideTheNetwork() {
        a.send(b, "hello");
        net.run(0);
        var hello = net.sent.getFirst();
        var own = hello.bytes().clone();
        System.arraycopy(b.identity.publicKey().bytes(), 0, own, 12 + 40, 32);
        b.onFrame(hello.with(own, 0));
        var foreign = hello.bytes().clone();
        do foreign[12 + 40]++;
        while (PublicKey.of(foreign, 12 + 40).isNodeKey());
        b.onFrame(hello.with(foreign, 0));

        assertThat(b.verdicts).containsExactly(Verdict.OWN_KEY, Verdict.NOT_A_NODE_KEY);
        assertThat(b.sessions.size()).isZero();
    }

    @Test
    void nothingIsRememberedOfAStrangerWhoseHelloDoesNotDecrypt() {
        a.send(b, "hello");
        net.run(0);
        var hello = net.sent.getFirst();
        var flipped = hello.bytes().clone();
        flipped[flipped.length - 1] ^= 1;
        b.onFrame(hello.with(flipped, 0));

        assertThat(b.verdicts).containsExactly(Verdict.HANDSHAKE_DECRYPT_FAILED);
        assertThat(b.sessions.size()).isZero();
    }

    @Test
    void aForgedHelloTakesNobodysPlace() {
        var random = TestNode.random(6);
        while (b.sessions.size() < SessionTable.SESSIONS_MAX) b.askSomebody(random.bytes(32));
        net.run(20 * SECOND);
        a.send(b, "hello");
        net.run(0);
        var hello = net.sent.getLast();
        var forged = hello.bytes().clone();
        forged[forged.length - 1] ^= 1;
        b.onFrame(hello.with(forged, 0));
        assertThat(b.sessions.size()).isEqualTo(SessionTable.SESSIONS_MAX);
        assertThat(b.sessions.find(a.ip6())).isNull();
        b.onFrame(hello);
        assertThat(b.sessions.size()).isEqualTo(SessionTable.SESSIONS_MAX);
        assertThat(b.sessions.find(a.ip6())).isNotNull();
    }

    @Test
    void strangersGetNoMoreKeyAgreementsThanTheBudgetAllows() {
        a.send(b, "hello");
        net.run(0);
        var hello = net.sent.getFirst();
        var random = TestNode.random(5);
        for (int i = 0; i < 300; i++) {
            var bytes = hello.bytes().clone();
            byte[] key;
            do key = random.bytes(32);
            while (!PublicKey.of(key, 0).isNodeKey());
            System.arraycopy(key, 0, bytes, 12 + 40, 32);
            b.onFrame(hello.with(bytes, 0));
        }
        assertThat(b.count(Verdict.HANDSHAKE_DECRYPT_FAILED)).isEqualTo(256);
        assertThat(b.count(Verdict.HANDSHAKE_RATE)).isEqualTo(300 - 256);
    }
}
