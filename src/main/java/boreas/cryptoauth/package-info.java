/// Secrecy between two nodes: legacy CryptoAuth sessions as machines, users and their passwords,
/// the replay window.
///
/// The same bytes serve a link between neighbours and a session between the ends. One
/// [boreas.cryptoauth.SecureSession] per peer; inside it [boreas.cryptoauth.Incarnation]s, each of
/// which is one run of the handshake exactly by the rules of genuine nodes, while the session
/// decides which of them counts, so that a replayed or crossed handshake tears nothing down.
///
/// Refuses: sockets, threads, clocks, retries, routing, what the payload means. Called by `link`
/// and `session` on the data loop, which owns everything here. Source: cjdns protocol, CryptoAuth;
/// vectors: `cryptoauth.json`, `keys.json`.
@NullMarked
package boreas.cryptoauth;

import org.jspecify.annotations.NullMarked;
