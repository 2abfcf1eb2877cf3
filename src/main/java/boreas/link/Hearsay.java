package boreas.link;

import boreas.cryptoauth.Credentials;
import boreas.cryptoauth.SecureSession;
import boreas.cryptoauth.State;
import boreas.env.TokenBucket;
import boreas.env.Verdict;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// What beacons say of one peer, and when it is tried.
///
/// ```
///   link is well, and never needed a beacon      kept for the day on which it fails
///   link is well, another password than before   a few hellos beside it: the peer may have
///                                                restarted; if not, nothing has happened
///   no link                                      called anew with it, at once
/// ```
final class Hearsay {
    /// Beacons with another password than before. Nobody restarts more often.
    private static final int OFFERS_BURST = 4;

    private static final int OFFERS_PER_SECOND = 1;

    private final Links links;
    private final SecureSession session;
    private final Peer peer;
    private final Reintroduction reintroduction;
    private final TokenBucket offers;
    private @Nullable Credentials kept;

    /// @param greet sends the hello of a renewal
    Hearsay(Links links, SecureSession session, Peer peer, LongConsumer greet, long nowNs) {
        this.links = links;
        this.session = session;
        this.peer = peer;
        reintroduction = new Reintroduction(links.world().timers(), session::isOffering, greet);
        offers = new TokenBucket(OFFERS_BURST, OFFERS_PER_SECOND, nowNs);
    }

    void onHeard(Credentials heard, boolean isWell, long nowNs) {
        if (isWell && !session.presentsCredentials()) {
            kept = heard;
            return;
        }
        if (session.isNews(heard) && !offers.take(nowNs)) {
            links.count(Verdict.BEACON_RATE);
            return;
        }
        if (!session.offer(heard, nowNs)) return;
        if (session.state() == State.ESTABLISHED) reintroduction.begin(nowNs);
        else peer.call(nowNs);
    }

    /// The link has failed, and a hello is about to go out.
    void beforeHello(long nowNs) {
        var heard = kept;
        kept = null;
        if (heard != null) session.offer(heard, nowNs);
    }

    void stop() {
        reintroduction.stop();
    }
}
