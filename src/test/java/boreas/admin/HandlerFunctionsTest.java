package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.tap.Tap;
import boreas.value.Value;
import org.junit.jupiter.api.Test;

class HandlerFunctionsTest extends FunctionsOnFakeNode {
    private String register(long type, long port) {
        var arguments = Value.dict().put("contentType", type).put("udpPort", port).build();
        return text(asker.call("UpperDistributor_registerHandler", arguments), "error");
    }

    private String unregister(long port) {
        return text(
                asker.call("UpperDistributor_unregisterHandler", arguments("udpPort", port)),
                "error");
    }

    @Test
    void aPortIsRegisteredOnceUntilItIsUnregistered() {
        assertThat(register(256, 4000)).isEqualTo("none");
        assertThat(register(65_536, 4000))
                .isEqualTo("UpperDistributor_registerHandler_PORT_REGISTERED");
        assertThat(unregister(4000)).isEqualTo("none");
        assertThat(unregister(4000)).isEqualTo("UpperDistributor_unregisterHandler_NONEXISTANT");
        assertThat(register(65_536, 4000)).isEqualTo("none");
        assertThat(node.taps).containsExactly(new Tap(4000, 65_536));
    }

    @Test
    void whatIsNoPortOrNoContentTypeIsRefused() {
        for (long port : new long[] {-1, 0, 65_536, Long.MAX_VALUE}) {
            assertThat(register(256, port)).isEqualTo("invalid_udpPort");
            assertThat(unregister(port)).isEqualTo("invalid_udpPort");
        }
        for (long type : new long[] {-1, 65_539, 1L << 32})
            assertThat(register(type, 1)).isEqualTo("invalid_contentType");
        assertThat(register(65_538, 65_535)).isEqualTo("none");
        assertThat(register(0, 1)).isEqualTo("none");
    }

    @Test
    void aPageHasTheNewestFirstAndNeverSaysThatThereAreMore() {
        for (int i = 1; i <= 10; i++) register(i, 1000 + i);
        var first = asker.call("UpperDistributor_listHandlers", arguments("page", 0));
        assertThat(items(first, "handlers")).hasSize(8);
        var newest = (Value.Dict) items(first, "handlers").getFirst();
        assertThat(newest.number("udpPort", 0)).isEqualTo(1008);
        assertThat(newest.number("type", 0)).isEqualTo(8);
        assertThat(first.has("more")).isFalse();
        var second = asker.call("UpperDistributor_listHandlers", arguments("page", 1));
        assertThat(items(second, "handlers")).hasSize(2);
        var third = asker.call("UpperDistributor_listHandlers", arguments("page", 2));
        assertThat(items(third, "handlers")).isEmpty();
        assertThat(text(third, "error")).isEqualTo("none");
    }
}
