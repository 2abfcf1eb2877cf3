/// Programs of this machine that look on, and take part: taps.
///
/// Owns which program is handed copies of which kind of content, the datagrams in which it gets
/// them through the tun device, and what it sends to `fc00::1` for the node to pass on. Refuses:
/// who may register (`admin` asks for the password), and anything from another machine: a tap is
/// reached by this node's own address only, and speaks from it. Nobody registered: nothing is
/// copied, and nothing costs anything.
///
/// ```
///   program  <-- UDP fc00::1 port 1 --  Taps  <-- ContentTap (session), ControlTap (switching)
///   program  --- UDP fc00::1 port 1 --> Taps  --> Sessions.send, ask; Switch.sendFromSelf
///                                             --> OwnAnswers (path): what is asked of this node
/// ```
///
/// Called by `tun` with packets for `fc00::1`, by `session` and `switching` with what they carry,
/// by `node` with commands, all on the data loop. Source: cjdns protocol, UpperDistributor
/// handlers; vectors: `taps.json`; for users: `docs/admin-api.md`.
@NullMarked
package boreas.tap;

import org.jspecify.annotations.NullMarked;
