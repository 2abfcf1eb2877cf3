package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.value.Value;
import org.junit.jupiter.api.Test;

/// `SessionManager_*`: its words and commands.
final class SessionFunctionsTest extends FunctionsOnFakeNode {
    @Test
    void findsSessionsByHandleAndByAddress() {
        node.sessions.add(FakeNode.session(FakeNode.address(FakeNode.PEER), 0xffff_fff0));
        var byHandle = asker.call("SessionManager_sessionStats", arguments("handle", 0xffff_fff0L));
        assertThat(byHandle.number("metric", 0)).isEqualTo(0xffff_fffeL);
        assertThat(byHandle.number("timeOfLastUsage", -1)).isZero();
        var ip = text(byHandle, "ip6");
        assertThat(asker.call("SessionManager_sessionStatsByIP", arguments("ip6", ip)))
                .isEqualTo(byHandle);
        assertThat(call("SessionManager_resetCA", "ip6", ip)).isEqualTo("none");
        assertThat(call("SessionManager_resetCA", "ip6", "fc00::1")).isEqualTo("no such session");
        assertThat(call("SessionManager_resetCA", "ip6", "x")).isEqualTo("malformed_ip");
    }

    @Test
    void pagesHandlesBy64() {
        for (int i = 0; i < 65; i++)
            node.sessions.add(FakeNode.session(FakeNode.address(FakeNode.PEER), i));
        assertThat(items(asker.call("SessionManager_getHandles"), "handles")).hasSize(64);
        assertThat(asker.call("SessionManager_getHandles").number("more", 0)).isEqualTo(1);
        assertThat(items(asker.call("SessionManager_getHandles", arguments("page", 1)), "handles"))
                .containsExactly(Value.of(64));
    }
}
