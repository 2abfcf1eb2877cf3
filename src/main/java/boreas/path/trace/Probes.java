package boreas.path.trace;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.path.dht.Inquiry;
import boreas.switching.SwitchPinger;
import boreas.wire.RoutingMessage.Node;
import org.jspecify.annotations.Nullable;

/// What a look at a path borrows from the node. Each `boolean` says whether a question was sent,
/// and its listener will be told once, of an answer or of a timeout; false is "no room just now".
interface Probes {
    /// Who is at the end of a path?
    boolean askKey(long label, long timeoutNs, SwitchPinger.Listener listener, long nowNs);

    /// Is anybody at the end of a path?
    ///
    /// @param frameBytes length of the ping, switch header included
    boolean ping(
            long label, int frameBytes, long timeoutNs, SwitchPinger.Listener listener, long nowNs);

    /// A routing message inside the session with a node.
    boolean inquire(Inquiry inquiry, long nowNs);

    /// Who the routing table thinks is at the end of a path, null unknown.
    @Nullable Node nodeAt(long label, long nowNs);

    /// The best known way to an address, null when there is none.
    @Nullable Node wayTo(Ip6 address);

    /// Begins a search for an address; [#wayTo] tells what comes of it.
    void search(Ip6 address, long nowNs);

    /// The scheme by which a node's switch reads labels, null unknown.
    @Nullable EncodingScheme schemeOf(PublicKey key, long nowNs);

    /// A node has told its scheme.
    void learnScheme(PublicKey key, EncodingScheme scheme);
}
