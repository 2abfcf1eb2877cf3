package boreas.admin;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.link.BeaconState;
import boreas.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class BeaconFunctionsTest {
    private static final String KEY = "r6x3xjgxjwn4t7j9ym8q9c9klwwj08z9f1ngu7bp669572n9r5c0.k";

    private final FakeNode node = new FakeNode();
    private final Asker asker =
            new Asker(AdminPassword.NOT_WANTED, FunctionTable.of(node, node, Runnable::run));

    @Test
    void theBeaconStateOfAPortIsSetAndListed() {
        for (var state : BeaconState.values()) {
            var reply = beacon("UDPInterface_beacon", 0, state.number());
            assertThat(text(reply, "error")).isEqualTo("none");
            assertThat(reply.number("state", -1)).isEqualTo(state.number());
            assertThat(text(reply, "stateName")).isEqualTo(state.words());
            var list = asker.call("InterfaceController_interfaces");
            var ports = list.items("ifaces");
            if (ports == null) throw new AssertionError("no ifaces");
            var first = (Value.Dict) ports.values().getLast();
            assertThat(text(first, "beaconState")).isEqualTo(state.title());
        }
        assertThat(BeaconState.ACCEPT.words()).isEqualTo("accepting");
        assertThat(BeaconState.SEND.words()).isEqualTo("sending and accepting");
        assertThat(BeaconState.SEND.title()).isEqualTo("SENDING");
    }

    @Test
    void anotherStateOrInterfaceIsRefusedInTheGenuineWords() {
        for (int state : new int[] {-1, 3, 5})
            assertThat(text(beacon("UDPInterface_beacon", 0, state), "error"))
                    .isEqualTo("invalid state");
        assertThat(text(asker.call("UDPInterface_beacon"), "error")).isEqualTo("invalid state");
        for (int port : new int[] {-1, 2, 77})
            assertThat(text(beacon("UDPInterface_beacon", port, 1), "error"))
                    .isEqualTo("invalid interfaceNumber");
        for (var function :
                List.of("UDPInterface_getBroadcastDevices", "UDPInterface_getBroadcastAddrs"))
            for (int port : new int[] {-1, 2, 77})
                assertThat(
                                text(
                                        asker.call(
                                                function,
                                                args().put("interfaceNumber", port).build()),
                                        "error"))
                        .isEqualTo("no such interface for interfaceNumber");
    }

    @Test
    void withoutABeaconPortOnlySilenceCanBeHad() {
        node.hasBeaconPort = false;
        for (int state : new int[] {1, 2})
            assertThat(text(beacon("UDPInterface_beacon", 0, state), "error"))
                    .contains("without beaconPort");
        assertThat(text(beacon("UDPInterface_beacon", 0, 0), "error")).isEqualTo("none");
    }

    @Test
    void theFunctionsOfOneKindOfInterfaceDoNotTakeTheOther() {
        assertThat(text(beacon("ETHInterface_beacon", 0, 1), "error"))
                .isEqualTo("invalid interfaceNumber");
        var port = asker.call("ETHInterface_new", args().put("bindDevice", "eth0").build());
        assertThat(text(port, "error")).isEqualTo("none");
        assertThat(port.number("interfaceNumber", -1)).isEqualTo(2);
        assertThat(text(beacon("UDPInterface_beacon", 2, 1), "error"))
                .isEqualTo("invalid interfaceNumber");
        assertThat(text(beacon("ETHInterface_beacon", 2, 2), "error")).isEqualTo("none");
        assertThat(node.ports.get(2).beacon()).isEqualTo(BeaconState.SEND);
    }

    @Test
    void beaconsGoWhereTheyAreToldTo() {
        var devices = Value.ofTexts(List.of("eth0", "10.77.0.255"));
        var set = args().put("devices", devices).put("interfaceNumber", 0).build();
        assertThat(text(asker.call("UDPInterface_setBroadcastDevices", set), "error"))
                .isEqualTo("none");
        assertThat(asker.call("UDPInterface_getBroadcastDevices").items("devices"))
                .isEqualTo(devices);
        assertThat(asker.call("UDPInterface_getBroadcastAddrs").items("addrs"))
                .isEqualTo(Value.ofTexts(List.of("10.77.0.255:64512")));
    }

    @Test
    void aPeerIsCalledByItsMac() {
        asker.call("ETHInterface_new", args().put("bindDevice", "eth0").build());
        assertThat(call("01:02:03:04:05:06", KEY, 2)).isEqualTo("none");
        assertThat(call("zz", KEY, 2)).isEqualTo("invalid macAddress");
        assertThat(call("01:02:03:04:05:06", "short.k", 2)).isEqualTo("invalid publicKey");
        assertThat(call("01:02:03:04:05:06", KEY, 0)).isEqualTo("invalid interfaceNumber");
    }

    private String call(String mac, String key, int port) {
        var request =
                args().put("macAddress", mac)
                        .put("publicKey", key)
                        .put("interfaceNumber", port)
                        .build();
        return text(asker.call("ETHInterface_beginConnection", request), "error");
    }

    private Value.Dict beacon(String function, int port, int state) {
        return asker.call(
                function, args().put("interfaceNumber", port).put("state", state).build());
    }

    private static Value.Dict.Builder args() {
        return Value.dict();
    }

    private static String text(Value.Dict reply, String key) {
        var value = reply.str(key);
        if (value == null) throw new AssertionError("no " + key);
        return value.text();
    }
}
