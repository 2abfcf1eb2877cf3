package boreas.session;

import boreas.address.PublicKey;

/// Asks nodes for their keys, with a control frame along a path.
@FunctionalInterface
public interface KeyPings {
    /// Who is at the end of this path? Without an answer, `then` is never called.
    void ask(long label, Answer then, long nowNs);

    /// What the node at the end of the path says of itself.
    @FunctionalInterface
    interface Answer {
        void onKey(PublicKey key, int version, long label, long nowNs);
    }
}
