package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.EventLog.Level;
import boreas.value.Value;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `AdminLog_*`: what a subscriber gets, for how long, and what it is told of what it missed.
/// Source: cjdns protocol, log subscription.
final class LogFunctionsTest extends FunctionsOnFakeNode {
    private final LogSubscriptions logs = new LogSubscriptions(node.logFeed, null);
    private final Asker reader =
            new Asker(
                    "sekrit",
                    FunctionTable.of(
                            node,
                            node,
                            Runnable::run,
                            new Standing(logs, new PeerHistory(), new RouteGen())));

    @Test
    void sendsEachLineOfTheLevelAndAboveToTheSubscriber() {
        subscribe("level", "INFO");
        assertThat(log(Level.DEBUG)).isEmpty();
        assertThat(log(Level.INFO)).hasSize(1);
        assertThat(text(Asker.dict(log(Level.ERROR).getFirst()), "level")).isEqualTo("ERROR");
    }

    @Test
    void anUnknownLevelMeansEverythingAndCriticalNothingOfOurs() {
        subscribe("level", "loud");
        assertThat(log(Level.DEBUG)).hasSize(1);
        unsubscribeAll();
        subscribe("level", "CRITICAL");
        assertThat(node.logFeed.isWanted(Level.ERROR)).isFalse();
    }

    @Test
    void sendsOnlyTheFileAndTheLineThatWereAskedFor() {
        subscribe("file", "Links.java");
        assertThat(log(Level.INFO, "Peer.java", 7)).isEmpty();
        assertThat(log(Level.INFO, "Links.java", 7)).hasSize(1);
        unsubscribeAll();
        reader.call("AdminLog_subscribe", arguments("line", 7));
        assertThat(log(Level.INFO, "Peer.java", 8)).isEmpty();
        assertThat(log(Level.INFO, "Peer.java", 7)).hasSize(1);
    }

    @Test
    void leavesOneNewlineAtTheEndOfAMessageOut() {
        subscribe("level", "DEBUG");
        node.logFeed.offer(
                new LogFeed.Line(Level.INFO, "A.java", 1, "two\n\n", reader.epochMillis));
        assertThat(text(Asker.dict(delivered().getFirst()), "message")).isEqualTo("two\n");
    }

    @Test
    void costsNothingWhileNobodyHasSubscribed() {
        assertThat(node.logFeed.isWanted(Level.ERROR)).isFalse();
        var streamId = subscribe("level", "WARN");
        assertThat(node.logFeed.isWanted(Level.WARN)).isTrue();
        assertThat(node.logFeed.isWanted(Level.INFO)).isFalse();
        reader.call("AdminLog_unsubscribe", arguments("streamId", streamId));
        assertThat(node.logFeed.isWanted(Level.ERROR)).isFalse();
    }

    @Test
    void aSubscriberThatIsSilentForTooLongLosesItsSubscription() {
        subscribe("level", "DEBUG");
        reader.epochMillis += CallerRegister.SILENCE_MAX_MS;
        assertThat(log(Level.INFO)).hasSize(1);
        reader.ask("d1:q4:pinge");
        reader.epochMillis += CallerRegister.SILENCE_MAX_MS;
        assertThat(log(Level.INFO)).as("it has pinged meanwhile").hasSize(1);
        reader.epochMillis += 1;
        assertThat(log(Level.INFO)).isEmpty();
        assertThat(items(reader.call("AdminLog_subscriptions"), "entries")).isEmpty();
        assertThat(node.logFeed.isWanted(Level.ERROR)).isFalse();
    }

    @Test
    void sixtyFourSubscriptionsAreEnough() {
        for (int i = 0; i < LogSubscriptions.SUBSCRIPTIONS_MAX; i++) subscribe("level", "INFO");
        assertThat(text(reader.call("AdminLog_subscribe"), "error"))
                .isEqualTo("Max subscription count reached.");
    }

    @Test
    void aLineThatCannotBeSentIsCountedAndToldWithTheNextThatCan() {
        var streamId = subscribe("level", "INFO");
        reader.isOpen = false;
        assertThat(log(Level.INFO)).isEmpty();
        assertThat(log(Level.INFO)).isEmpty();
        reader.isOpen = true;
        var sent = log(Level.INFO);
        assertThat(sent).hasSize(2);
        var gap = Asker.dict(sent.getFirst());
        assertThat(text(gap, "message"))
                .isEqualTo("UDPInterface cannot handle the logging, [2] messages dropped");
        assertThat(text(gap, "level")).isEqualTo("WARN");
        assertThat(text(gap, "streamId")).isEqualTo(streamId);
        assertThat(log(Level.INFO)).as("told once").hasSize(1);
        var entry = (Value.Dict) items(reader.call("AdminLog_subscriptions"), "entries").getFirst();
        assertThat(entry.number("dropped", 0)).isEqualTo(2);
    }

    @Test
    void moreLinesThanFitAreCounted() {
        subscribe("level", "DEBUG");
        var count = arguments("count", LogFeed.WAITING_MAX + 5);
        assertThat(text(reader.call("AdminLog_logMany", count), "error")).isEqualTo("none");
        var sent = delivered();
        assertThat(text(Asker.dict(sent.getFirst()), "message"))
                .isEqualTo("UDPInterface cannot handle the logging, [5] messages dropped");
        assertThat(sent).hasSize(LogFeed.WAITING_MAX + 1);
    }

    @Test
    void eachSubscriberGetsItsOwnLines() {
        subscribe("level", "INFO");
        reader.from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_001);
        subscribe("level", "ERROR");
        assertThat(log(Level.INFO)).hasSize(1);
        assertThat(log(Level.ERROR)).hasSize(2);
        var entries = items(reader.call("AdminLog_subscriptions"), "entries");
        assertThat(text((Value.Dict) entries.getFirst(), "level"))
                .as("newest first")
                .isEqualTo("ERROR");
    }

    @Test
    void aStrangerCannotReadTheLog() {
        assertThat(reader.ask("d1:q18:AdminLog_subscribee")).contains("No functions matched");
        assertThat(node.logFeed.isWanted(Level.ERROR)).isFalse();
    }

    private String subscribe(String name, String value) {
        var reply = reader.call("AdminLog_subscribe", arguments(name, value));
        assertThat(text(reply, "error")).isEqualTo("none");
        return text(reply, "streamId");
    }

    private void unsubscribeAll() {
        for (var e : items(reader.call("AdminLog_subscriptions"), "entries"))
            reader.call(
                    "AdminLog_unsubscribe",
                    arguments("streamId", text((Value.Dict) e, "streamId")));
    }

    private List<byte[]> log(Level level) {
        return log(level, "Peer.java", 1);
    }

    private List<byte[]> log(Level level, String file, int line) {
        if (node.logFeed.isWanted(level))
            node.logFeed.offer(
                    new LogFeed.Line(level, file, line, "something happened", reader.epochMillis));
        return delivered();
    }

    private List<byte[]> delivered() {
        reader.replies.clear();
        logs.deliverWaiting();
        return List.copyOf(reader.replies);
    }
}
