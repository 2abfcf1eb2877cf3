/// Looking at a path hop by hop: who is where, what answers, how fast, how long a packet may be,
/// and where it breaks.
///
/// ```
///   label 0x153    own scheme     0x3 | 0x15     cuts the first director, slot 0
///                  hop 1's scheme 0x5 | 0x1      cuts the next, slot 2; 1 is the end
///
///   Walk       a key ping to each beginning of the path says who is there; that node's scheme is
///              remembered or asked for (a routing message), and cuts the next director
///   LossProbe  rounds of pings to all hops at once, and to the far end inside its session
///   SizeProbe  longer and longer pings to each hop that answers
/// ```
///
/// Owns no knowledge that lasts: each trace begins from nothing but the label. Refuses: choosing
/// paths (`session`), and believing anything that is not authenticated more than a display may.
/// Control frames can be forged by anybody on the way, so nothing here feeds a decision. Called by
/// `node` for the faces, on the data loop. Source: cjdns protocol, labels; control frames.
@NullMarked
package boreas.path.trace;

import org.jspecify.annotations.NullMarked;
