package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.daemon.LiveNode;
import boreas.value.Value;
import boreas.vectors.StandardJson;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rubbish at the port of a live node that wants a password: no answer but those for strangers, no
/// word of a secret, no end of the node, and no more memory afterwards.
final class AdminRubbishTest {
    private static final String PASSWORD = "the-password-of-this-node";

    /// Of the million of `./dev soak`.
    private static final int USUAL = 1_000;

    private static final int BATCH = 50;
    private static final int REPLY_TIMEOUT_MS = 10_000;
    private static final long BYTES_PER_MIB = 1L << 20;
    private static final long GROWTH_MAX_MIB = 16;
    private static final Charset LATIN = StandardCharsets.ISO_8859_1;

    @Test
    void bringsTheNodeNeitherDownNorToTalk() throws Exception {
        throwAt(USUAL);
    }

    @Test
    @Tag("soak")
    void aMillionTimesToo() throws Exception {
        throwAt(Integer.getInteger("boreas.mutations", 1_000_000));
    }

    private static void throwAt(int count) throws Exception {
        var random = new Random(21);
        var good = recordedRequests();
        try (var node = LiveNode.start(PASSWORD);
                var socket = new DatagramSocket()) {
            socket.setSoTimeout(REPLY_TIMEOUT_MS);
            socket.connect(node.admin());
            rubbish(socket, good, random, Math.min(count, 10 * BATCH), node);
            long before = memoryMib();
            rubbish(socket, good, random, count, node);
            assertThat(memoryMib() - before).as("MiB more").isLessThan(GROWTH_MAX_MIB);
            assertThat(node.wasStopped()).isFalse();
            var endpoint = new AdminEndpoint(node.admin(), new AdminPassword(PASSWORD), "the test");
            try (var client = new AdminClient(endpoint, AdminClient.PATIENCE)) {
                assertThat(client.call("AuthorizedPasswords_list").number("total", -1)).isZero();
                var sockets = client.call("InterfaceController_interfaces");
                assertThat(sockets.number("total", -1)).isOne();
            }
        }
    }

    /// A batch, then a ping: its answer comes behind all others.
    private static void rubbish(
            DatagramSocket socket, List<byte[]> good, Random random, int count, LiveNode node)
            throws Exception {
        var buffer = new byte[AdminProtocol.REPLY_BYTES_MAX];
        for (int i = 0; i < count; i += BATCH) {
            for (int j = 0; j < BATCH; j++) {
                var bad = bad(good, random);
                socket.send(new DatagramPacket(bad, bad.length));
            }
            var txid = "end" + i;
            var ping = ("d1:q4:ping4:txid" + txid.length() + ":" + txid + "e").getBytes(LATIN);
            socket.send(new DatagramPacket(ping, ping.length));
            for (var reply = ""; !reply.contains(txid); ) {
                var datagram = new DatagramPacket(buffer, buffer.length);
                socket.receive(datagram);
                reply = new String(buffer, 0, datagram.getLength(), LATIN);
                judge(reply, node);
            }
        }
    }

    private static byte[] bad(List<byte[]> good, Random random) {
        if (random.nextInt(8) == 0) {
            var noise = new byte[random.nextInt(1400)];
            random.nextBytes(noise);
            return noise;
        }
        var bad = Mutation.of(good.get(random.nextInt(good.size())), random);
        return Arrays.copyOf(bad, Math.min(bad.length, 1400));
    }

    private static void judge(String reply, LiveNode node) {
        assertThat(reply)
                .doesNotContain(PASSWORD)
                .doesNotContain(node.identity().privateKey().toSecretText())
                .doesNotContain("internal error")
                .doesNotContain("boreas.")
                .doesNotContain("java.");
        // What only a guarded function says.
        assertThat(reply).doesNotContain("5:users").doesNotContain("6:ifaces");
    }

    private static long memoryMib() {
        var jvm = Runtime.getRuntime();
        System.gc();
        return (jvm.totalMemory() - jvm.freeMemory()) / BYTES_PER_MIB;
    }

    /// All that genuine nodes were asked.
    private static List<byte[]> recordedRequests() throws Exception {
        var requests = new ArrayList<byte[]>();
        var folder = Path.of("src/test/resources/vectors/admin");
        for (var name : List.of("v22-node-a.json", "v21-node-d.json")) {
            var file = StandardJson.parseDict(Files.readString(folder.resolve(name)));
            if (!(file.items("exchanges") instanceof Value.Items exchanges))
                throw new AssertionError("no exchanges");
            for (var e : exchanges.values())
                if (((Value.Dict) e).str("request_bencode") instanceof Value.Str request)
                    requests.add(request.text().getBytes(LATIN));
        }
        return requests;
    }

    /// Passwords that are nearly right, and signatures that were right for something else.
    @Test
    void noWrongPasswordEverGetsASignedCallThrough() {
        var random = new Random(22);
        var node = new FakeNode();
        var asker = new Asker(PASSWORD, FunctionTable.of(node, node, Runnable::run));
        for (int i = 0; i < 5_000; i++) {
            var wrong = wrong(random);
            var list = Value.dict().put("page", random.nextInt(3)).build();
            var request =
                    Asker.signed(
                            "AuthorizedPasswords_list",
                            list,
                            new AdminPassword(wrong),
                            asker.cookie() - random.nextInt(25) + 2);
            assertThat(new String(asker.send(request).getFirst(), LATIN))
                    .as(wrong)
                    .isEqualTo("d5:error12:Auth failed.e");
        }
        assertThat(node.commands).isEmpty();
        assertThat(asker.call("AuthorizedPasswords_list").has("users")).isTrue();
    }

    private static String wrong(Random random) {
        for (; ; ) {
            var text = new StringBuilder(PASSWORD);
            switch (random.nextInt(6)) {
                case 0 -> text.setLength(random.nextInt(PASSWORD.length()));
                case 1 -> text.append((char) ('0' + random.nextInt(10)));
                case 2 -> text.insert(0, (char) random.nextInt(128));
                case 3 -> text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(128));
                case 4 -> text.setLength(0);
                default -> text.reverse();
            }
            if (!text.toString().equals(PASSWORD)) return text.toString();
        }
    }
}
