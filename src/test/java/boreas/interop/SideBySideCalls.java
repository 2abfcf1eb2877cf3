package boreas.interop;

import boreas.value.Value;
import java.util.ArrayList;
import java.util.List;

/// What both of two nodes that are each other's peer are asked, with good and bad arguments. Words
/// in `<>` mean something else at each of them.
final class SideBySideCalls {
    /// One call; in the order in which they are made.
    ///
    /// @param arguments name, value, name, value; a value is a text or a number
    record Asked(String function, Object... arguments) {
        Value.Dict translated(
                String peerKey, String peerIp, String ownIp, String label, long handle) {
            var dict = Value.dict();
            for (int i = 0; i < arguments.length; i += 2) {
                var name = (String) arguments[i];
                switch (arguments[i + 1]) {
                    case Long number -> dict.put(name, number);
                    case Integer number -> dict.put(name, number.longValue());
                    case String text when text.equals("<handle>") -> dict.put(name, handle);
                    case String text ->
                            dict.put(
                                    name,
                                    text.replace("<peer key>", peerKey)
                                            .replace("<peer>", peerIp)
                                            .replace("<own>", ownIp)
                                            .replace("<label>", label));
                    default -> throw new AssertionError(name);
                }
            }
            return dict.build();
        }

        /// As `docs/admin-api.md` names it.
        @Override
        public String toString() {
            var words = new StringBuilder(function);
            for (var one : arguments) words.append(' ').append(one);
            return words.toString();
        }
    }

    private static final String NOBODY = "fc00:1234:5678:9abc:def0:1234:5678:9abc";
    private static final String NO_KEY = "z".repeat(52) + ".k";

    private final List<Asked> calls = new ArrayList<>();

    static List<Asked> all() {
        var list = new SideBySideCalls();
        list.telling();
        list.changing();
        list.asking();
        list.ending();
        return list.calls;
    }

    private void ask(String function, Object... arguments) {
        calls.add(new Asked(function, arguments));
    }

    /// With each of these as the one argument.
    private void askEach(String function, String name, Object... values) {
        for (var value : values) ask(function, name, value);
    }

    private void telling() {
        ask("ping");
        ask("Core_pid");
        ask("Core_nodeInfo");
        ask("Admin_asyncEnabled");
        askEach("Admin_exportFd", "fd", -1);
        ask("Admin_importFd");
        ask("AdminLog_subscriptions");
        askEach("AdminLog_unsubscribe", "streamId", "x", "0123456789abcdef");
        ask("AdminLog_subscribe", "line", -1);
        for (var f :
                List.of(
                        "InterfaceController_peerStats",
                        "InterfaceController_interfaces",
                        "SessionManager_getHandles",
                        "AuthorizedPasswords_list",
                        "NodeStore_dumpTable",
                        "SupernodeHunter_listSnodes",
                        "ReachabilityCollector_getPeerInfo",
                        "UpperDistributor_listHandlers")) {
            ask(f);
            askEach(f, "page", 0, 1, 1000);
        }
        ask("SupernodeHunter_status");
        ask("PeeringSeeder_listDnsSeeds");
        ask("PeeringSeeder_publicStatus");
        askEach("PeeringSeeder_rmDnsSeed", "seed", "nowhere.example");
        askEach("SessionManager_sessionStats", "handle", "<handle>", 1, -1);
        askEach("SessionManager_sessionStatsByIP", "ip6", "<peer>", NOBODY, "x", "fc00::1", "");
        ask("Allocator_bytesAllocated");
        askEach("UDPInterface_getFd", "interfaceNumber", 0, 77);
        askEach("UDPInterface_workerStates", "interfaceNumber", 0, 77);
        ask("UDPInterface_listDevices");
        ask("ETHInterface_listDevices");
        ask("Core_tunWorkers");
        ask("IpTunnel_listConnections");
        askEach("IpTunnel_showConnection", "connection", 0, -1);
        askEach("IpTunnel_removeConnection", "connection", 0, -1);
        ask("Security_checkPermissions");
        ask("NodeStore_getFullVerify");
        askEach("NodeStore_nodeForAddr", "ip", "<peer>", "<own>", NOBODY, "x");
        ask("NodeStore_nodeForAddr");
        askEach("NodeStore_getLink", "linkNum", 0, 1, 99, -1);
        ask("NodeStore_getLink", "linkNum", 0, "parent", "<peer>");
        ask("NodeStore_getLink", "linkNum", 0, "parent", NOBODY);
        ask("NodeStore_getLink", "linkNum", 0, "parent", "x");
        ask("NodeStore_getRouteLabel", "pathToParent", "x", "pathParentToChild", "<label>");
        ask("NodeStore_getRouteLabel", "pathToParent", "<label>", "pathParentToChild", "x");
        ask("Janitor_dumpRumorMill", "mill", "x", "page", 0);
        for (var mill : List.of("externalMill", "linkMill", "nodeMill", "dhtMill", "splitMill"))
            ask("Janitor_dumpRumorMill", "mill", mill, "page", 0);
        ask("SearchRunner_showActiveSearch", "number", 0);
        ask("SearchRunner_showActiveSearch", "number", -1);
    }

    private void changing() {
        for (int port : new int[] {0, 65_536, -1}) {
            ask("UpperDistributor_registerHandler", "udpPort", port, "contentType", 256);
            ask("UpperDistributor_unregisterHandler", "udpPort", port);
        }
        for (long type : new long[] {-1, 65_539})
            ask("UpperDistributor_registerHandler", "udpPort", 4000, "contentType", type);
        ask("UpperDistributor_registerHandler", "udpPort", 4000, "contentType", 33_000);
        ask("UpperDistributor_registerHandler", "udpPort", 4000, "contentType", 33_000);
        ask("UpperDistributor_listHandlers", "page", 0);
        ask("UpperDistributor_unregisterHandler", "udpPort", 4000);
        ask("UpperDistributor_unregisterHandler", "udpPort", 4000);
        for (var kind : List.of("Exception", "Prefix", "LocalPrefix")) {
            for (int ip6 = 0; ip6 <= 1; ip6++)
                for (int page = 0; page <= 2; page++)
                    ask(
                            "RouteGen_get" + kind + (kind.endsWith("x") ? "es" : "s"),
                            "ip6",
                            ip6,
                            "page",
                            page);
            var routes =
                    List.of(
                            "10.1.0.0/16",
                            "10.1.2.3/16",
                            "2001:db8::/32",
                            "x",
                            "",
                            "10.0.0.0/33",
                            "::/129",
                            "1.2.3.4");
            for (var change : List.of("add", "add", "remove", "remove"))
                for (var route : routes) ask("RouteGen_" + change + kind, "route", route);
            ask("RouteGen_add" + kind, "route", "0".repeat(64));
            for (var change : List.of("add", "remove"))
                ask("RouteGen_" + change + kind, "route", "10.1.0.0/-1");
        }
        for (int ip6 = 0; ip6 <= 1; ip6++) ask("RouteGen_getGeneratedRoutes", "ip6", ip6);
        ask("AuthorizedPasswords_add", "password", "one password", "user", "side");
        ask("AuthorizedPasswords_add", "password", "one password", "user", "side");
        ask("AuthorizedPasswords_add", "password", "another one", "user", "side");
        ask("AuthorizedPasswords_add", "password", "a third", "ipv6", "x");
        ask("AuthorizedPasswords_add", "password", "a third", "ipv6", NOBODY);
        ask("AuthorizedPasswords_list");
        askEach("AuthorizedPasswords_remove", "user", "side", "side", "nobody");
        ask("UDPInterface_new", "bindAddress", "x");
        ask("UDPInterface_new", "bindAddress", "127.0.0.1:0");
        for (int i : new int[] {0, 77, -1}) {
            ask("UDPInterface_beacon", "interfaceNumber", i);
            ask("UDPInterface_beacon", "interfaceNumber", i, "state", 0);
            ask("UDPInterface_beacon", "interfaceNumber", i, "state", 9);
            ask("ETHInterface_beacon", "interfaceNumber", i, "state", 0);
            ask("UDPInterface_getBroadcastDevices", "interfaceNumber", i);
            ask("UDPInterface_getBroadcastAddrs", "interfaceNumber", i);
        }
        for (var address : List.of("x", "[::1]:1", "127.0.0.1"))
            ask("UDPInterface_beginConnection", "address", address, "publicKey", "<peer key>");
        for (var key : List.of("x", NO_KEY, "k".repeat(54), ""))
            ask("UDPInterface_beginConnection", "address", "127.0.0.1:9", "publicKey", key);
        ask(
                "UDPInterface_beginConnection",
                "address",
                "127.0.0.1:9",
                "publicKey",
                "<peer key>",
                "interfaceNumber",
                77);
        ask("ETHInterface_beginConnection", "macAddress", "x", "publicKey", "<peer key>");
        ask("ETHInterface_beginConnection", "macAddress", "01:02:03:04:05:06", "publicKey", "x");
        ask(
                "ETHInterface_beginConnection",
                "macAddress",
                "01:02:03:04:05:06",
                "publicKey",
                "<peer key>",
                "interfaceNumber",
                77);
        askEach("IpTunnel_connectTo", "publicKeyOfNodeToConnectTo", "x", NO_KEY);
        ask("IpTunnel_allowConnection", "publicKeyOfAuthorizedNode", "<peer key>");
        ask("IpTunnel_allowConnection", "publicKeyOfAuthorizedNode", "x", "ip4Address", "10.0.0.1");
        ask(
                "IpTunnel_allowConnection",
                "publicKeyOfAuthorizedNode",
                "<peer key>",
                "ip4Address",
                "x");
        ask(
                "IpTunnel_allowConnection",
                "publicKeyOfAuthorizedNode",
                "<peer key>",
                "ip4Address",
                "10.0.0.1",
                "ip4Prefix",
                77);
        ask(
                "IpTunnel_allowConnection",
                "publicKeyOfAuthorizedNode",
                "<peer key>",
                "ip6Address",
                "x");
        askEach("SupernodeHunter_addSnode", "key", "x");
        askEach("SupernodeHunter_removeSnode", "key", "x", "<peer key>");
        askEach("Sign_sign", "msgHash", "abc", "x".repeat(65));
        ask("Sign_checkSig", "msgHash", "abc", "signature", "x");
        ask("Sign_checkSig", "msgHash", "abc", "signature", "x_y");
        ask("Sign_checkSig", "msgHash", "x".repeat(65), "signature", "x_y");
    }

    private void asking() {
        askEach("SwitchPinger_ping", "path", "<label>", "x", "0000.0000.0000.0001");
        ask("SwitchPinger_ping", "path", "<label>", "data", "hello");
        ask("SwitchPinger_ping", "path", "<label>", "keyPing", 1);
        ask("SwitchPinger_ping", "path", "<label>", "lladdr", 1);
        ask("SwitchPinger_ping", "path", "<label>", "rpath", 1);
        ask("SwitchPinger_ping", "path", "<label>", "keyPing", 1, "lladdr", 1);
        ask("SwitchPinger_ping", "path", "0000.0000.0000.0404", "timeout", 500);
        askEach("RouterModule_pingNode", "path", "<label>", "<peer>", "x");
        ask("RouterModule_getPeers", "path", "<label>");
        ask("RouterModule_getPeers", "path", "<label>", "nearbyPath", "x");
        ask("RouterModule_getPeers", "path", "x");
        for (var f : List.of("RouterModule_findNode", "RouterModule_nextHop")) {
            ask(f, "nodeToQuery", "<label>", "target", NOBODY);
            ask(f, "nodeToQuery", "<label>", "target", "x");
            ask(f, "nodeToQuery", "x", "target", NOBODY);
        }
        askEach("RouterModule_lookup", "address", "<peer>", NOBODY, "x", "x".repeat(39));
        askEach("SearchRunner_search", "ipv6", "x");
    }

    private void ending() {
        askEach("SessionManager_resetCA", "ip6", "x", NOBODY);
        askEach("InterfaceController_resetPeering", "pubkey", "x");
        askEach("InterfaceController_disconnectPeer", "pubkey", "x", NO_KEY);
    }
}
