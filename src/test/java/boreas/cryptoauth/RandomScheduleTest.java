package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two nodes that behave as the contract of [SecureSession] asks, in a world that drops, repeats,
/// reorders, alters and replays their packets, and restarts them. Whatever has happened, as soon as
/// the world is kind they talk again.
class RandomScheduleTest {
    /// The setup timeout of ten seconds, and some round trips.
    private static final int RECOVERY_SECONDS_MAX = 15;

    private static final int SILENCE_SECONDS = 3;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theyTalkAgainWhateverHasHappened(long seed) {
        new Schedule(seed).run();
    }

    @Test
    @Tag("soak")
    void theyTalkAgainForManySeeds() {
        int seeds = Integer.getInteger("boreas.seeds", 200);
        for (long seed = 1000; seed < 1000 + seeds; seed++) new Schedule(seed).run();
    }

    private static final class Node {
        final Pair.Party party;
        long heardNs;
        final Set<String> heardData = new HashSet<>();

        Node(Pair.Party party) {
            this.party = party;
        }
    }

    private static final class Flight {
        final Node to;
        final byte[] wire;

        Flight(Node to, byte[] wire) {
            this.to = to;
            this.wire = wire;
        }
    }

    private static final class Schedule {
        private final long seed;
        private final SplittableRandom random;
        private final Pair pair;
        private final Node[] nodes;
        private final List<Flight> flying = new ArrayList<>();
        private final List<Flight> recorded = new ArrayList<>();
        private int texts;

        Schedule(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            pair = new Pair(seed);
            nodes = new Node[] {new Node(pair.low), new Node(pair.high)};
        }

        void run() {
            for (int round = 0; round < 150; round++) unkindRound();
            flying.clear();
            int seconds = 0;
            while (!talks()) {
                assertThat(++seconds).as("seed %d", seed).isLessThan(RECOVERY_SECONDS_MAX);
                kindSecond();
            }
            for (int i = 0; i < 70; i++) kindSecond();
            assertThat(talks()).as("seed %d: a minute later", seed).isTrue();
        }

        private void unkindRound() {
            var node = nodes[random.nextInt(2)];
            if (random.nextInt(25) == 0) node.party.restarts();
            if (random.nextInt(25) == 0) node.party.session.renew(pair.nowNs);
            if (random.nextInt(6) == 0) pair.pass(random.nextInt(10) == 0 ? 30 : 1);
            speak(node);
            if (random.nextInt(4) == 0 && !recorded.isEmpty())
                flying.add(recorded.get(random.nextInt(recorded.size())));
            while (!flying.isEmpty() && random.nextInt(4) != 0) {
                var flight = flying.remove(random.nextInt(flying.size()));
                switch (random.nextInt(10)) {
                    case 0, 1 -> {} // lost
                    case 2 -> hear(flight.to, alter(flight.wire));
                    case 3 -> {
                        hear(flight.to, flight.wire);
                        flying.add(flight);
                    }
                    default -> hear(flight.to, flight.wire);
                }
            }
        }

        private byte[] alter(byte[] wire) {
            return Pair.flip(wire, random.nextInt(wire.length * 8));
        }

        private void kindSecond() {
            pair.pass(1);
            for (var node : nodes) {
                if (pair.nowNs - node.heardNs >= SILENCE_SECONDS * Pair.SECOND_NS)
                    node.party.session.renew(pair.nowNs);
                speak(node);
                while (!flying.isEmpty()) {
                    var flight = flying.removeFirst();
                    hear(flight.to, flight.wire);
                }
            }
        }

        private void speak(Node node) {
            var session = node.party.session;
            String text = "text " + texts++;
            send(
                    node,
                    session.isRenewing() ? node.party.greetsAfresh(text) : node.party.says(text));
        }

        private void send(Node from, byte[] wire) {
            var flight = new Flight(from == nodes[0] ? nodes[1] : nodes[0], wire);
            flying.add(flight);
            if (recorded.size() < 500) recorded.add(flight);
        }

        private void hear(Node node, byte[] wire) {
            var session = node.party.session;
            if (node.party.hears(wire) != Verdict.OK) return;
            if (session.opened().isHandshake()) {
                if (session.isAnswering() || session.canSendData(pair.nowNs))
                    send(node, node.party.says("answer " + texts++));
            } else {
                assertThat(node.heardData.add(node.party.heard))
                        .as("seed %d: %s came once", seed, node.party.heard)
                        .isTrue();
                node.heardNs = pair.nowNs;
                session.stopRenewing();
            }
            session.endDelivery();
        }

        private boolean talks() {
            boolean talks = true;
            for (var node : nodes)
                talks &= node.party.state() == State.ESTABLISHED && node.heardNs == pair.nowNs;
            return talks;
        }
    }
}
