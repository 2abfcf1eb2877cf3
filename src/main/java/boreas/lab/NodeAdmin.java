package boreas.lab;

import boreas.value.Bencode;
import boreas.value.Value;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Asks a node's admin port what anybody on its host may ask, from a thread in the host's network.
public final class NodeAdmin {
    private static final int ANSWER_LIMIT_MS = 2_000;
    private static final int DATAGRAM_BYTES_MAX = 65_535;
    private static final int PAGES_MAX = 100;
    private static final Duration POLL = Duration.ofMillis(50);

    private final NodeProcess node;

    public NodeAdmin(NodeProcess node) {
        this.node = node;
    }

    /// Waits until the node calls its link to another one established.
    public boolean awaitEstablished(NodeProcess peer, Duration patience) {
        long endNs = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - endNs < 0) {
            if (isEstablished(peer)) return true;
            LockSupport.parkNanos(POLL.toNanos());
        }
        return false;
    }

    public boolean isEstablished(NodeProcess peer) {
        for (var one : peers()) {
            var address = one.str("addr");
            var state = one.str("state");
            if (address != null
                    && address.text().endsWith(peer.config().publicKey())
                    && state != null
                    && state.is("ESTABLISHED")) return true;
        }
        return false;
    }

    /// The records of `InterfaceController_peerStats`; empty while the node does not answer.
    public List<Value.Dict> peers() {
        var peers = new ArrayList<Value.Dict>();
        for (int page = 0; page < PAGES_MAX; page++) {
            var answer =
                    ask("InterfaceController_peerStats", Value.dict().put("page", page).build());
            var items = answer.items("peers");
            if (items != null)
                for (var item : items.values())
                    if (item instanceof Value.Dict peer) peers.add(peer);
            if (!answer.has("more")) break;
        }
        return peers;
    }

    /// Calls a function that needs no password.
    ///
    /// @return an empty answer when none came
    public Value.Dict ask(String function, Value.Dict arguments) {
        var request =
                Bencode.writeSorted(
                        Value.dict()
                                .put("q", function)
                                .put("args", arguments)
                                .put("txid", "1")
                                .build());
        var answer = new CompletableFuture<Value.Dict>();
        Thread.ofPlatform()
                .daemon()
                .name("admin of " + node.host())
                .start(() -> {
                    try {
                        node.host().adoptThread();
                        answer.complete(exchange(request));
                    } catch (IOException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        try {
            return answer.orTimeout(2L * ANSWER_LIMIT_MS, TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            return Value.dict().build();
        }
    }

    private Value.Dict exchange(byte[] request) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(ANSWER_LIMIT_MS);
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                            node.config().adminPort()));
            socket.send(new DatagramPacket(request, request.length));
            var packet = new DatagramPacket(new byte[DATAGRAM_BYTES_MAX], DATAGRAM_BYTES_MAX);
            socket.receive(packet);
            return decode(packet.getData(), packet.getLength());
        }
    }

    private static Value.Dict decode(byte[] bytes, int length) throws IOException {
        return switch (Bencode.read(bytes, 0, length)) {
            case Bencode.Read.Ok(Value.Dict dict, _) -> dict;
            case Bencode.Read.Ok _ -> throw new IOException("the answer is no dictionary");
            case Bencode.Read.Malformed malformed -> throw new IOException(malformed.toString());
        };
    }
}
