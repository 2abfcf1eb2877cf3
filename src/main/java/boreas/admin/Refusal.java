package boreas.admin;

/// Genuine functions that this node answers with a refusal, once their arguments are right: what
/// they are for does not exist here, or is done at the start. `docs/admin-api.md` lists them.
enum Refusal {
    IMPORT_FD("file descriptor was not attached to message"),
    EXPORT_FD("this node gives none of its descriptors away"),
    INIT_SOCKET(
            "Failed to configure socket [this node has no packets for a socket, only for a tun"
                    + " device]"),
    INIT_TUN(
            "Failed to configure tunnel [this node opens its tun device at the start, by"
                    + " router.interface of its configuration]"),
    STOP_TUN("this node keeps its tun device until its end"),
    IP_TUNNEL("this node has no IP tunnels; sites are joined by a site file"),
    FULL_VERIFY("this node's table has no such check"),
    DNS_SEED("this node asks nobody for public peers"),
    PUBLIC_PEER("this node offers itself to nobody as a public peer"),
    SUPERNODE("this node finds its paths without supernodes"),
    ROUTES("this node has no IP tunnels, so packets on these routes would be lost"),
    SET_USER("this node becomes another user at its start only, by security of its configuration"),
    CHROOT("this node goes into another root at its start only, by security of its configuration"),
    NO_FILES("this node cannot live without opening files"),
    NO_FORKS("this node cannot live without starting threads");

    private final String words;

    Refusal(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    Reply reply() {
        return Reply.error(words);
    }
}
