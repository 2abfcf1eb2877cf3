package boreas.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// All functions of the admin interface, in the order in which `Admin_availableFunctions` lists
/// them.
final class FunctionTable {
    /// Of the protocol: clients stop at the first page that is not full.
    static final int FUNCTIONS_PER_PAGE = 8;

    private final Map<String, AdminFunction> byName = new LinkedHashMap<>();

    /// Every function there is: the genuine ones, then our own.
    ///
    /// @param executor does what follows an answer of the node
    static FunctionTable of(
            NodeGate gate, Surroundings around, Executor executor, Standing standing) {
        var node = new OffLoop(gate, executor);
        var process = around.process();
        var table = new FunctionTable();
        return table.add(LogFunctions.of(around.logFeed(), standing.logs()))
                .add(BasicFunctions.admin(table))
                .add(ProcessFunctions.of(node, process))
                .add(PublicPeerFunctions.seeds())
                .add(HandlerFunctions.of(node))
                .add(RouteGenFunctions.of(standing.routes(), process))
                .add(PeerFunctions.of(node))
                .add(SwitchPingFunction.of(node))
                .add(UdpFunctions.of(node, around))
                .add(EthernetFunctions.of(node, around))
                .add(BeaconFunctions.of(node, around))
                .add(PublicPeerFunctions.supernodes())
                .add(PasswordFunctions.of(node))
                .add(ReachabilityFunctions.of(standing.peers()))
                .add(SecurityFunctions.of(process))
                .add(BasicFunctions.ping())
                .add(IpTunnelFunctions.all())
                .add(SessionFunctions.of(node))
                .add(CoreFunctions.of(node, around))
                .add(SignFunctions.of(process))
                .add(StoreFunctions.of(node))
                .add(UpkeepFunctions.all())
                .add(RouterFunctions.of(node))
                .add(SearchFunctions.of(node))
                .add(BoreasFunctions.of(node, around))
                .add(PathFunctions.of(node))
                .add(KeptLogFunctions.of(around.keptLog()))
                .add(ReloadFunctions.of(around));
    }

    /// The same, with nothing that works by itself.
    static FunctionTable of(NodeGate gate, Surroundings around, Executor executor) {
        return of(gate, around, executor, Standing.idle(around));
    }

    FunctionTable add(Collection<AdminFunction> functions) {
        for (var function : functions)
            if (byName.put(function.name(), function) != null)
                throw new AssertionError(function.name() + " stands twice in the table");
        return this;
    }

    @Nullable AdminFunction find(String name) {
        return byName.get(name);
    }

    /// Names in the order of registration.
    List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /// The answer of `Admin_availableFunctions`; past the end an empty dictionary without `more`.
    Reply page(long page) {
        var all = new ArrayList<>(byName.values());
        var slice = Page.of(all, page, FUNCTIONS_PER_PAGE);
        var functions = new Reply();
        for (var f : slice.items()) functions.with(f.name(), describe(f));
        var reply = new Reply().with("availableFunctions", functions);
        // A full page always says so, even when it is the last: clients expect an empty one then.
        return slice.items().size() == FUNCTIONS_PER_PAGE ? reply.with("more", 1) : reply;
    }

    private static Reply describe(AdminFunction function) {
        var reply = new Reply();
        for (var a : function.arguments())
            reply.with(
                    a.name(),
                    new Reply()
                            .with("required", a.required() ? 1 : 0)
                            .with("type", a.type().toString()));
        return reply;
    }
}
