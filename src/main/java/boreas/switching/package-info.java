/// The label switch: where. Takes frames from one peer and gives them to another by nothing but
/// their label; answers control frames that end here.
///
/// ```
///                 SelfPort (session)      SwitchErrorListener
///                        ^                     ^
///                        |      OwnRouter -----+--- SwitchPinger
///    Switch.sendFromSelf |          ^                  |
///              v         +----------+ slot 1           |
///   +-------------------- Switch -------------------+  |
///   | slot 0      1      2      3       ...     256 |<-+
///   +-----------------------------------------------+
///       ^ v              ^ v    ^ v
///      peer             peer   peer      (link)
/// ```
///
/// Refuses: sessions, addresses, any knowledge of the network beyond the next hop. Every frame that
/// comes in may be forged: it is forwarded, answered, or dropped with a [boreas.env.Verdict], and
/// nothing is thrown. Called by `link` from below and `session` from above, all on the data loop.
/// Source: cjdns protocol, switch layer; vectors: `switch.json`.
@NullMarked
package boreas.switching;

import org.jspecify.annotations.NullMarked;
