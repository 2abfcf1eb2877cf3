package boreas.path.dht;

import boreas.address.Ip6;
import boreas.wire.RoutingMessage.Reply;

/// Sends the questions of searches and upkeep by the best path to whoever is asked, and writes down
/// what is answered.
interface Messenger {
    /// Asks a node for those near to an address.
    ///
    /// @return whether the question is out, and the asker will be told
    boolean askForNodes(KnownNode node, Ip6 target, Questions.Asker asker, long nowNs);

    /// Asks a node for its peers from a path on.
    ///
    /// @return whether the question is out, and the asker will be told
    boolean askForPeers(KnownNode node, long from, Questions.Asker asker, long nowNs);

    /// Learns the nodes of an answer.
    void learn(KnownNode teller, Reply reply, long nowNs);
}
