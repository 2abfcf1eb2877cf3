/// The admin interface: bencoded requests over UDP, as the genuine program answers them.
///
/// Owns the request protocol (cookie, hash, paging, error words), the registry of functions, the
/// server at a UDP port and a Unix socket, what is sent to subscribers of the log, and a client
/// with the tables and words that `boreas status`, `peers`, `sessions`, `top`, `log`, `ping`,
/// `paths` and `why` print, and with what `invite`, `join` and `revoke` change. Refuses: any live
/// table. It asks the node through [boreas.admin.NodeGate], which takes commands and gives
/// immutable snapshots. Called by `daemon` (server), `metrics` (the gate, and how to listen at a
/// Unix socket) and `cli` (client); the server runs on virtual threads of its own. Source: cjdns
/// protocol, admin API; vectors: `admin/*.json`; for users: `docs/admin-api.md`, `docs/tools.md`.
@NullMarked
package boreas.admin;

import org.jspecify.annotations.NullMarked;
