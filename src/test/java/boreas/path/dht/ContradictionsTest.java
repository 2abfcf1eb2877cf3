package boreas.path.dht;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.address.PublicKey;
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
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.session.Session;
import boreas.session.Sessions;
import boreas.wire.Batch;
import boreas.wire.Bytes;
import boreas.wire.DataHeader;
import boreas.wire.PacketSource;
import boreas.wire.RoutingMessage.Query;
import boreas.wire.RoutingMessage.Sender;
import boreas.wire.SwitchHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is believed when a node speaks from where another one is known to be.
class ContradictionsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long RELAY = 0x13, BEHIND = 0x15, OTHER_PEER = 0x17;
    private static final long PATH = Label.splice(BEHIND, RELAY);
    private static final Crypto CRYPTO = CryptoProviders.choose();

    private final RandomSource random = new Random(3)::nextBytes;
    private final World world = new World(random, new Timers(), new Counters(), EventLog.SILENT);
    private final Batch batch = new Batch(64);
    private final List<Long> labels = new ArrayList<>();
    private final Identity own = Identity.generate(random, CRYPTO);
    private final Sessions sessions =
            new Sessions(
                    world,
                    new CryptoAuthContext(own, new Users(CRYPTO), CRYPTO, world),
                    (frame, _) -> {
                        labels.add(SwitchHeader.label(frame));
                        return Verdict.OK;
                    },
                    PacketSource.of(batch),
                    (_, _, _) -> {},
                    0);
    private final DhtPathFinder finder =
            new DhtPathFinder(
                    world,
                    own.publicKey(),
                    EncodingScheme.V358,
                    22,
                    sessions,
                    PacketSource.of(batch));

    private final PublicKey relay = key(), behind = key(), liar = key();
    private long nowNs = 100 * SECOND;

    ContradictionsTest() {
        sessions.attach(finder);
        finder.onPeerUp(relay, 22, RELAY, nowNs);
        // It speaks, and what is sent to it by that path is answered.
        says(behind, PATH);
        finder.onPathAnswered(session(behind), PATH, SECOND, nowNs);
        pass(100 * SECOND);
    }

    private PublicKey key() {
        return Identity.generate(random, CRYPTO).publicKey();
    }

    private Session session(PublicKey key) {
        if (sessions.find(key.ip6()) == null) sessions.ask(key, 22, RELAY, batch.next(), nowNs);
        return requireNonNull(sessions.find(key.ip6()));
    }

    /// As the session hands it over, from a far end that is certain.
    private void says(PublicKey who, long pathBack) {
        var from = session(who);
        labels.clear();
        var sender = new Sender(22, EncodingScheme.V358, 0);
        var message = batch.next().append(Query.ping(sender, Bytes.zeros(14)).write());
        finder.onContent(from, DataHeader.ROUTING, message, pathBack, nowNs);
        labels.remove(pathBack); // the answer
        batch.clear();
    }

    private void pass(long ns) {
        nowNs += ns;
    }

    private DhtSnapshot.LinkEntry linkTo(PublicKey key) {
        return finder.snapshot(nowNs).links().stream()
                .filter(l -> l.child().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theNodeBeforeItIsAskedWhoIsThere() {
        says(liar, PATH);
        assertThat(labels).containsExactly(RELAY);
        assertThat(linkTo(behind).label()).isEqualTo(BEHIND);
    }

    @Test
    void whoIsWhereItIsKnownToBeMakesNobodyAsk() {
        says(behind, PATH);
        assertThat(labels).isEmpty();
    }

    @Test
    void howeverOftenItIsSaidTheNodeBeforeItIsAskedRarely() {
        for (int i = 0; i < 100; i++) {
            says(liar, PATH);
            assertThat(labels).hasSize(i == 0 ? 1 : 0);
            pass(SECOND / 11);
        }
        pass(SECOND);
        says(liar, PATH);
        assertThat(labels).containsExactly(RELAY);
    }

    @Test
    void whoeverContradictsTakesNoQuestionFromThoseWhoLookForPaths() {
        says(liar, PATH);
        pass(2 * SECOND);
        labels.clear();
        finder.onSwitchError(PATH, Label.bits(RELAY), nowNs);
        assertThat(labels).containsExactly(RELAY);
    }

    @Test
    void ofOurOwnLinksNobodyIsAsked() {
        finder.onPeerUp(liar, 22, OTHER_PEER, nowNs);
        pass(100 * SECOND);
        says(liar, RELAY);
        assertThat(labels).isEmpty();
        assertThat(linkTo(relay).label()).isEqualTo(RELAY);
    }

    @Test
    void whatOneNodeAnswersDoesNotProveThePathToAnother() {
        long before = linkTo(behind).provenNs();
        finder.onPathAnswered(session(liar), PATH, SECOND, nowNs);
        assertThat(linkTo(behind).provenNs()).isEqualTo(before);
        finder.onPathAnswered(session(behind), PATH, SECOND, nowNs);
        assertThat(linkTo(behind).provenNs()).isEqualTo(nowNs);
    }

    @Test
    void whatOneNodeDoesNotAnswerSaysNothingOfThePathToAnother() {
        int before = linkTo(behind).cost();
        for (int i = 0; i < 4; i++) finder.onPathSilent(session(liar), PATH, nowNs);
        assertThat(linkTo(behind).cost()).isEqualTo(before);
        finder.onPathSilent(session(behind), PATH, nowNs);
        assertThat(linkTo(behind).cost()).isGreaterThan(before);
    }
}
