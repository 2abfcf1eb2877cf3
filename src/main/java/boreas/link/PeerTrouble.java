package boreas.link;

import boreas.address.AddressException;
import boreas.address.LinkAddress;
import org.jspecify.annotations.Nullable;

/// What can be seen of a peer from here, and what is probably wrong with it, in words: those of the
/// log and those of `boreas peers` are the same.
///
/// A cjdns node is silent towards whoever does not authenticate, so a wrong password, a wrong key,
/// a wrong address and a node that is not there all look alike from outside: the words name them
/// all. The other side can tell them apart, as it notes whom it refuses.
///
/// @param state name of a [PeerState], or what a strange node calls it
/// @param version of the protocol, 0 unknown
/// @param linkAddress text of where it is, or a host name that has none
/// @param silence `silent for 12 s`, `never heard`
/// @param datagramsIn from its address, valid or not; -1 unknown
/// @param hellosSent since it was last established; -1 unknown
public record PeerTrouble(
        String state,
        int version,
        String linkAddress,
        boolean isIncoming,
        boolean isSuspect,
        String silence,
        long datagramsIn,
        long hellosSent) {
    static final String ASK_THERE = "; `boreas peers` on that machine names those whom it refuses";

    /// The likely cause, one sentence without a full stop; null for a peer that is well.
    public @Nullable String cause() {
        return switch (state) {
            case "ESTABLISHED" -> isSuspect ? silence + ", probes get no answer" : null;
            case "UNRESPONSIVE" ->
                    silence
                            + ": its node has stopped, or something on the way drops our datagrams"
                            + (isIncoming
                                    ? ""
                                    : ", or it does not take our password any more" + ASK_THERE);
            case "INCOMPATIBLE" ->
                    "it speaks protocol version "
                            + (version == 0 ? "?" : version)
                            + ", which this node does not";
            case "RECEIVED_HELLO", "SENT_KEY" ->
                    "its handshake came here, but our answer seems not to reach "
                            + linkAddress
                            + ", or it does not accept our password"
                            + ASK_THERE;
            case "RECEIVED_KEY" ->
                    "the handshake is done but for its first data packet; the way from "
                            + linkAddress
                            + " loses packets";
            case "INIT", "SENT_HELLO", "UNAUTHENTICATED" -> ofUnanswered();
            default -> "state " + state + " is not known here";
        };
    }

    private String ofUnanswered() {
        if (isIncoming) return "it began to connect from " + linkAddress + " and has not finished";
        if (!hasAddress()) return "its name " + linkAddress + " has no address (yet)";
        if (datagramsIn > 0)
            return "datagrams come from "
                    + linkAddress
                    + ", but none proves the configured publicKey; is another node there, or"
                    + " does it not know our password?";
        return "nothing "
                + (datagramsIn < 0 ? "valid " : "")
                + "comes back from "
                + linkAddress
                + (hellosSent > 0 ? " to " + hellosSent + " hellos" : "")
                + ": wrong address or port, a firewall, its node does not run, or it does not know"
                + " our password (or we not its publicKey)"
                + ASK_THERE;
    }

    /// A host name that has not been resolved stands where the address will.
    private boolean hasAddress() {
        try {
            LinkAddress.parse(linkAddress);
            return true;
        } catch (AddressException e) {
            return LinkAddress.mac(linkAddress) != null;
        }
    }
}
