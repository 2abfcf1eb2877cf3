package boreas.admin;

import boreas.env.EventLog;
import boreas.value.Bencode;
import boreas.value.Value;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// A caller of the admin protocol without a socket between, and the executor that the protocol
/// borrows, run by hand.
final class Asker {
    static final InetSocketAddress HERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);

    final List<byte[]> replies = new ArrayList<>();
    final ArrayDeque<Runnable> work = new ArrayDeque<>();
    final AdminProtocol protocol;
    private final AdminPassword password;
    InetSocketAddress from = HERE;
    long epochMillis = 1_795_338_181_329L;

    Asker(String password, FunctionTable functions) {
        this.password = new AdminPassword(password);
        this.protocol = new AdminProtocol(this.password, functions, work::add, EventLog.SILENT);
    }

    /// False: nothing can be sent back any more.
    boolean isOpen = true;

    private record Line(Asker asker, InetSocketAddress address) implements Correspondent {
        @Override
        public boolean send(byte[] datagram) {
            return asker.isOpen && asker.replies.add(datagram);
        }

        @Override
        public boolean isTrusted() {
            return false;
        }
    }

    /// Sends bytes; all replies that they brought, after the executor has done its work.
    List<byte[]> send(byte[] datagram) {
        replies.clear();
        protocol.onDatagram(datagram, new Line(this, from), epochMillis);
        runWork();
        return List.copyOf(replies);
    }

    void runWork() {
        while (!work.isEmpty()) work.remove().run();
    }

    List<byte[]> send(String latin1) {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The one reply to these bytes, as Latin-1 text.
    String ask(String latin1) {
        var all = send(latin1);
        if (all.size() != 1) throw new AssertionError(all.size() + " replies to " + latin1);
        return new String(all.getFirst(), StandardCharsets.ISO_8859_1);
    }

    Value.Dict callOpen(String function, Value.Dict arguments) {
        return only(
                send(
                        Bencode.writeSorted(
                                Value.dict().put("q", function).put("args", arguments).build())));
    }

    /// Asks with authentication, by the password given at the start.
    Value.Dict call(String function, Value.Dict arguments) {
        return only(send(signed(function, arguments, password, cookie())));
    }

    Value.Dict call(String function) {
        return call(function, Value.dict().build());
    }

    long cookie() {
        return epochMillis / AdminProtocol.COOKIE_UNIT_MS;
    }

    static byte[] signed(
            String function, Value.Dict arguments, AdminPassword password, long cookie) {
        var message =
                Bencode.writeSorted(
                        Value.dict()
                                .put("q", "auth")
                                .put("aq", function)
                                .put("args", arguments)
                                .put("cookie", Long.toString(cookie))
                                .put("hash", password.step2(cookie))
                                .build());
        password.sign(message, cookie);
        return message;
    }

    static Value.Dict only(List<byte[]> replies) {
        if (replies.size() != 1) throw new AssertionError(replies.size() + " replies");
        return dict(replies.getFirst());
    }

    static Value.Dict dict(byte[] datagram) {
        if (Bencode.read(datagram) instanceof Bencode.Read.Ok(Value.Dict dict, int end)
                && end == datagram.length) return dict;
        throw new AssertionError("no dict: " + new String(datagram, StandardCharsets.ISO_8859_1));
    }
}
