package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.PublicKey;
import boreas.value.Bencode;
import boreas.value.Value;
import boreas.vectors.VectorCase;
import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;

/// Messages between nodes and supernodes. This node has no supernode pathfinder yet, so only what
/// its readers already know is judged: the messages are bencode, hold what the case says in the
/// same bytes, and the keys are keys. What is inside an announcement is named as not judged.
public final class SupernodeVectors implements VectorSuite {
    @Override
    public String file() {
        return "ann.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        for (var c : file.cases("announcements")) {
            report.check(c, () -> announcement(c));
            report.skip("inside of announcements");
        }
        for (var c : file.cases("supernodeQueries")) report.check(c, () -> queryAndReply(c));
    }

    private static void announcement(VectorCase c) {
        var query = read(c, "query");
        assertThat(query.bytes("ann")).isEqualTo(c.hex("bytes"));
        assertThat(query.number("p")).isEqualTo(c.number("version"));
        for (var key : new String[] {"nodePublic", "supernodePublic"})
            assertThat(PublicKey.of(c.hex(key), 0).isNodeKey()).isTrue();
        assertThat(c.dict("decoded").text("nodeKey"))
                .isEqualTo(PublicKey.of(c.hex("nodePublic"), 0).toString());
    }

    private static void queryAndReply(VectorCase c) {
        var query = read(c, "query");
        assertThat(query.number("p")).isEqualTo(c.number("version"));
        assertThat(query.bytes("sq")).isNotEmpty();
        // A question for supernodes is not one that an ordinary node answers.
        assertThat(RoutingMessage.read(c.hex("query"))).isNotInstanceOf(RoutingMessage.Query.class);
        if (!c.has("reply")) return;
        assertThat(read(c, "reply").bytes("txid")).isEqualTo(query.bytes("txid"));
    }

    private static Message read(VectorCase c, String key) {
        if (Bencode.read(c.hex(key)) instanceof Bencode.Read.Ok(Value.Dict dict, int end)) {
            assertThat(end).isEqualTo(c.hex(key).length);
            return new Message(dict);
        }
        throw new AssertionError(key + " is no dictionary");
    }

    private record Message(Value.Dict dict) {
        byte[] bytes(String key) {
            var text = dict.str(key);
            return text == null ? new byte[0] : text.bytes();
        }

        long number(String key) {
            return dict.number(key, Long.MIN_VALUE);
        }
    }
}
