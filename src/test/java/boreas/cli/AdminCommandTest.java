package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.daemon.LiveNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `boreas admin` against a node of this process, at its socket.
final class AdminCommandTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void callsListsAndSaysWhatIsWrong() throws Exception {
        try (var node = LiveNode.start("sekrit")) {
            var socket = folder.resolve("s");
            node.listenAt(socket);
            var list = run(socket);
            assertThat(list.code()).isZero();
            assertThat(list.out())
                    .contains("ping\n")
                    .contains("NodeStore_dumpTable page=Int\n")
                    .contains(
                            "AuthorizedPasswords_add password=String [ipv6=String] [user=String]");

            var info = run(socket, "Core_nodeInfo");
            assertThat(info.code()).isZero();
            assertThat(info.out())
                    .contains("\"myIp6\": \"" + node.identity().ip6() + "\"")
                    .doesNotContain("txid");

            var added = run(socket, "AuthorizedPasswords_add", "password=a=b c", "user=7");
            assertThat(added.code()).isZero();
            assertThat(run(socket, "AuthorizedPasswords_list").out()).contains("\"7\"");

            var refused = run(socket, "AuthorizedPasswords_remove", "user=nobody");
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.out()).contains("Unknown error.");
        }
    }

    @Test
    void aNameThatIsNearlyRightIsToldAndNothingIsCalled() throws Exception {
        try (var node = LiveNode.start("sekrit")) {
            var socket = folder.resolve("s");
            node.listenAt(socket);
            var function = run(socket, "Core_nodeinfos");
            assertThat(function.code()).isEqualTo(2);
            assertThat(function.err())
                    .contains("has no function 'Core_nodeinfos'; is 'Core_nodeInfo' meant?");
            var argument = run(socket, "AuthorizedPasswords_add", "pasword=x");
            assertThat(argument.code()).isEqualTo(2);
            assertThat(argument.err()).contains("is password=... meant?");
            var missing = run(socket, "AuthorizedPasswords_add", "user=x");
            assertThat(missing.err()).contains("AuthorizedPasswords_add needs password=String");
            var number = run(socket, "NodeStore_dumpTable", "page=one");
            assertThat(number.err()).contains("page=one: a whole number is needed");
            assertThat(run(socket, "AuthorizedPasswords_list").out()).contains("\"total\": 0");
        }
    }

    @Test
    void aPingIsAskedForAtTheSocketToo() throws Exception {
        try (var node = LiveNode.start("sekrit")) {
            var socket = folder.resolve("s");
            node.listenAt(socket);
            var self = node.identity().ip6().toString();
            var ping = Ran.boreas("ping", "--socket", socket.toString(), self);
            assertThat(ping.code()).isZero();
            assertThat(ping.out()).contains(self);
        }
    }

    @Test
    @Timeout(30)
    void followingEndsWhenNobodyReadsItAnyMore() throws Exception {
        try (var node = LiveNode.start("sekrit")) {
            var socket = folder.resolve("s");
            node.listenAt(socket);
            String[] words = {"admin", "--socket", socket.toString(), "-f", "AdminLog_subscribe"};
            int code =
                    Main.commandLine(words)
                            .setOut(new PrintWriter(new ClosedPipe()))
                            .execute(words);
            assertThat(code).isZero();
        }
    }

    private static final class ClosedPipe extends Writer {
        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void whereNobodyListensItSaysSo() {
        var nobody = run(folder.resolve("none"), "ping");
        assertThat(nobody.code()).isEqualTo(3);
        assertThat(nobody.err()).contains(folder.resolve("none").toString());
    }

    private static Ran run(Path socket, String... words) {
        var all = new String[words.length + 3];
        all[0] = "admin";
        all[1] = "--socket";
        all[2] = socket.toString();
        System.arraycopy(words, 0, all, 3, words.length);
        return Ran.boreas(all);
    }
}
