package boreas.admin;

import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.LIST;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import boreas.address.LinkAddress;
import boreas.link.BeaconState;
import boreas.link.PortInfo;
import boreas.node.NodeCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// `UDPInterface_beacon`, `ETHInterface_beacon` and where the beacons of UDP go. Source: cjdns
/// protocol, admin API; peering layer, beacons.
final class BeaconFunctions {
    private final NodeGate node;
    private final Surroundings around;

    private BeaconFunctions(NodeGate node, Surroundings around) {
        this.node = node;
        this.around = around;
    }

    static List<AdminFunction> of(NodeGate node, Surroundings around) {
        var f = new BeaconFunctions(node, around);
        return List.of(
                guardedLater(
                        "ETHInterface_beacon",
                        call -> f.setState(call, true),
                        optional("interfaceNumber", INT),
                        optional("state", INT)),
                guardedLater(
                        "UDPInterface_beacon",
                        call -> f.setState(call, false),
                        optional("interfaceNumber", INT),
                        optional("state", INT)),
                guardedLater(
                        "UDPInterface_getBroadcastAddrs",
                        f::addresses,
                        optional("interfaceNumber", INT)),
                guardedLater(
                        "UDPInterface_getBroadcastDevices",
                        f::devices,
                        optional("interfaceNumber", INT)),
                guardedLater(
                        "UDPInterface_setBroadcastDevices",
                        f::setDevices,
                        required("devices", LIST),
                        optional("interfaceNumber", INT)));
    }

    private CompletableFuture<Reply> setState(Call call, boolean isEthernet) {
        return withPort(
                call,
                isEthernet,
                PeerArguments.noSuchInterface(),
                port -> {
                    long number = call.arguments().number("state", -1);
                    var states = BeaconState.values();
                    if (number < 0 || number >= states.length)
                        return Reply.refusal("invalid state");
                    var state = states[(int) number];
                    if (isEthernet || state == BeaconState.OFF) return setState(port, state);
                    return around.hasBeaconPort(port.port())
                            .thenCompose(isThere ->
                                    isThere
                                            ? setState(port, state)
                                            : Reply.refusal(
                                                    "this interface was opened without"
                                                            + " beaconPort"));
                });
    }

    private CompletableFuture<Reply> setState(PortInfo port, BeaconState state) {
        return node.send(new NodeCommand.SetBeacon(port.port(), state))
                .thenApply(isThere ->
                        isThere
                                ? Reply.success()
                                        .with("state", state.number())
                                        .with("stateName", state.words())
                                : PeerArguments.noSuchInterface().reply());
    }

    private CompletableFuture<Reply> addresses(Call call) {
        return withSocket(
                call,
                port ->
                        around.beaconAddresses(port.port())
                                .thenApply(found ->
                                        Reply.success()
                                                .withTexts(
                                                        "addrs",
                                                        found.stream()
                                                                .map(LinkAddress::toString)
                                                                .toList())));
    }

    private CompletableFuture<Reply> devices(Call call) {
        return withSocket(
                call,
                port ->
                        around.beaconDevices(port.port())
                                .thenApply(names -> Reply.success().withTexts("devices", names)));
    }

    private CompletableFuture<Reply> setDevices(Call call) {
        return withSocket(
                call,
                port ->
                        around.setBeaconDevices(port.port(), call.arguments().texts("devices"))
                                .thenApply(_ -> Reply.success()));
    }

    private CompletableFuture<Reply> withSocket(
            Call call, Function<PortInfo, CompletableFuture<Reply>> then) {
        return withPort(call, false, PeerArguments.noSuchSocket(), then);
    }

    private CompletableFuture<Reply> withPort(
            Call call,
            boolean isEthernet,
            PeerArguments.Refused otherwise,
            Function<PortInfo, CompletableFuture<Reply>> then) {
        return node.snapshot()
                .thenCompose(s -> {
                    var port = PeerArguments.port(call.arguments(), s, isEthernet);
                    return port != null
                            ? then.apply(port)
                            : CompletableFuture.completedFuture(otherwise.reply());
                });
    }
}
