package boreas.config;

/// The keys of `cjdroute.conf` whose change a running node can be told of, and what a reload makes
/// of each. `docs/reload.md` has the same table for people; a test compares the two.
public enum ConfKey {
    PRIVATE_KEY("privateKey", Effect.REFUSED),
    AUTHORIZED_PASSWORDS("authorizedPasswords", Effect.LIVE),
    ADMIN_BIND("admin.bind", Effect.RESTART),
    ADMIN_PASSWORD("admin.password", Effect.RESTART),
    ADMIN_SOCKET("admin.socket", Effect.RESTART),
    UDP_BIND("interfaces.UDPInterface.bind", Effect.LIVE),
    UDP_DSCP("interfaces.UDPInterface.dscp", Effect.LIVE),
    UDP_BEACON("interfaces.UDPInterface.beacon", Effect.LIVE),
    UDP_BEACON_PORT("interfaces.UDPInterface.beaconPort", Effect.LIVE),
    UDP_BEACON_DEVICES("interfaces.UDPInterface.beaconDevices", Effect.LIVE),
    UDP_PEERS("interfaces.UDPInterface.connectTo", Effect.LIVE),
    ETHERNET_BIND("interfaces.ETHInterface.bind", Effect.LIVE),
    ETHERNET_ALL("interfaces.ETHInterface.all", Effect.RESTART),
    ETHERNET_BEACON("interfaces.ETHInterface.beacon", Effect.LIVE),
    ETHERNET_PEERS("interfaces.ETHInterface.connectTo", Effect.LIVE),
    INSIDE("router.interface", Effect.RESTART),
    SUPERNODES("router.supernodes", Effect.UNUSED),
    DNS_SEEDS("router.dnsSeeds", Effect.UNUSED),
    PUBLIC_PEER("router.publicPeer", Effect.UNUSED),
    IP_TUNNEL("router.ipTunnel", Effect.UNUSED),
    SECURITY("security", Effect.RESTART),
    LOG_TO("logging.logTo", Effect.RESTART),
    NO_BACKGROUND("noBackground", Effect.RESTART),
    PIPE("pipe", Effect.UNUSED),
    SITE("site", Effect.RESTART),
    METRICS("metrics", Effect.RESTART),
    VERSION("version", Effect.UNUSED);

    /// What becomes of a change.
    public enum Effect {
        /// Holds as soon as the reload is done.
        LIVE("live"),
        /// The node goes on with what it was started with, and says so at each reload.
        RESTART("restart"),
        /// Nothing depends on it.
        UNUSED("not used"),
        /// The whole reload is refused: with another key it would be another node.
        REFUSED("refused");

        private final String word;

        Effect(String word) {
            this.word = word;
        }

        /// As in the table for people.
        public String word() {
            return word;
        }
    }

    private final String path;
    private final Effect effect;

    ConfKey(String path, Effect effect) {
        this.path = path;
        this.effect = effect;
    }

    /// `interfaces.UDPInterface.bind`
    public String path() {
        return path;
    }

    public Effect effect() {
        return effect;
    }
}
