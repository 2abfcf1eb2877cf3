package boreas.link;

/// Why a peer that the operator asked for cannot be one.
public final class PeerRefused extends Exception {
    private static final long serialVersionUID = 1;

    public enum Reason {
        NO_SUCH_PORT("there is no such interface"),
        BAD_KEY("the key is not a cjdns key, or our own"),
        LOOP("its address is inside fc00::/8, so the link would run through itself"),
        CARRIED(
                "its address is inside a network of the site, so the link would run through"
                        + " itself"),
        WRONG_FAMILY("its address is of another family than the interface"),
        ADDRESS_TAKEN("another configured peer has this address"),
        NO_SLOT("all 256 switch interfaces are taken");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /// One clause for people.
        public String text() {
            return text;
        }
    }

    private final Reason reason;

    PeerRefused(Reason reason) {
        super(reason.text);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
