package boreas.path.dht;

import boreas.address.Ip6;
import boreas.env.Timers;
import boreas.env.World;
import org.jspecify.annotations.Nullable;

/// Keeps what this node knows true, one question at a time.
///
/// ```
///   first   the nodes around us in the keyspace, by a search for our own address     2, 10, 30 ... 300 s
///   then    a node of the neighbourhood that has not told its peers                  each once in 400 s
///           the contact not heard of for longest                                     each once in 300 s
///           a shorter path to a contact                                              4 questions in 600 s
///           a bucket of the keyspace in which few are known                          60 ... 960 s
/// ```
///
/// While there is something to do a question goes out every [#BUSY_MS] ms or so; with nothing to do
/// the pace slows down to [#CALM_MS]. A peer that comes or goes, or a switch that complains, makes
/// it quick again. Genuine nodes of version 21 ask 2.6 questions a second all their life.
final class Upkeep {
    /// Mean time between two questions, soon after a change, later, and when all is done.
    static final int QUICK_MS = 700;

    static final int BUSY_MS = 1_000;
    static final int CALM_MS = 8_000;

    /// After a change.
    static final long QUICK_NS = 60_000_000_000L;

    static final long FIRST_SEARCH_NS = 2_000_000_000L;
    static final long SEARCH_MAX_NS = 300_000_000_000L;
    static final long BUCKET_MIN_NS = 60_000_000_000L;
    static final long BUCKET_MAX_NS = 960_000_000_000L;
    private static final long SWEEP_NS = 60_000_000_000L;

    /// Questions for a shorter path to one contact, and when it gets others.
    private static final int SHORTCUTS = 4;

    private static final long SHORTCUTS_NS = 600_000_000_000L;

    /// Of nodes that are no peers.
    private static final int PAGES = 2;

    private final World world;
    private final NodeStore store;
    private final PeerQuestions questions;
    private final Searches searches;
    private final Neighbourhood neighbourhood;
    private final Contacts contacts;
    private final Frontier frontier;
    private final Timers.Timer timer;
    private long meanMs = QUICK_MS;
    private long quickUntilNs;
    private long nextSearchNs = Timers.NEVER;
    private long searchGapNs = FIRST_SEARCH_NS;
    private long nextBucketNs;
    private long bucketGapNs = BUCKET_MIN_NS;
    private long nextSweepNs;
    private int knownBefore;
    private int lastShortened;

    Upkeep(World world, NodeStore store, PeerQuestions questions, Searches searches) {
        this.world = world;
        this.store = store;
        this.questions = questions;
        this.searches = searches;
        this.neighbourhood = new Neighbourhood(store);
        this.contacts = new Contacts(store);
        this.frontier = new Frontier(store.root());
        this.timer = world.timers().newTimer(this::onTick);
    }

    /// Something changed nearby: a peer came or went, a switch complained.
    void onChange(long nowNs) {
        quickUntilNs = nowNs + QUICK_NS;
        meanMs = QUICK_MS;
        timer.noLaterThan(nowNs + pauseNs());
    }

    /// The first peer is there, or one more.
    void onPeerUp(long nowNs) {
        if (nextSearchNs == Timers.NEVER || store.root().links().size() == 1) {
            searchGapNs = FIRST_SEARCH_NS;
            nextSearchNs = nowNs + FIRST_SEARCH_NS;
        }
        bucketGapNs = BUCKET_MIN_NS;
        onChange(nowNs);
    }

    private void onTick(long nowNs) {
        if (nextSweepNs <= nowNs) {
            nextSweepNs = nowNs + SWEEP_NS;
            store.forgetFaded(nowNs);
        }
        if (store.root().links().isEmpty()) return; // until a peer comes
        boolean isBusy = isSearchDue(nowNs) || isAsking(nowNs) || isBucketDue(nowNs);
        if (nowNs < quickUntilNs) meanMs = QUICK_MS;
        else if (isBusy) meanMs = BUSY_MS;
        else meanMs = Math.min(CALM_MS, meanMs * 3 / 2);
        timer.at(nowNs + pauseNs());
    }

    private long pauseNs() {
        int half = (int) meanMs / 2;
        return (half + world.random().nextInt(2 * half)) * 1_000_000L;
    }

    private boolean isSearchDue(long nowNs) {
        if (nowNs < nextSearchNs) return false;
        searchGapNs = Math.min(SEARCH_MAX_NS, searchGapNs * 2);
        nextSearchNs = nowNs + searchGapNs;
        searches.explore(store.root().address(), nowNs);
        return true;
    }

    private boolean isAsking(long nowNs) {
        var whom = neighbourhood.next(nowNs);
        if (whom == null) whom = contacts.next(nowNs);
        if (whom == null) whom = nextShortcut(nowNs);
        return whom != null && questions.ask(whom, PAGES, PeerQuestions.NOBODY, nowNs);
    }

    /// Who may know a shorter path to one of the contacts, each in its turn.
    private @Nullable KnownNode nextShortcut(long nowNs) {
        var all = contacts.all(nowNs);
        for (int n = 0; n < all.size(); n++) {
            lastShortened = (lastShortened + 1) % all.size();
            var contact = all.get(lastShortened);
            if (!contact.isReachable() || contact.hops <= 2) continue;
            if (nowNs - contact.shortcutsNs > SHORTCUTS_NS) {
                contact.shortcutsNs = nowNs;
                contact.shortcuts = 0;
            }
            if (contact.shortcuts >= SHORTCUTS) continue;
            var whom = frontier.towardsIdle(contact, nowNs);
            contact.shortcuts = whom == null ? SHORTCUTS : contact.shortcuts + 1;
            if (whom != null) return whom;
        }
        return null;
    }

    private boolean isBucketDue(long nowNs) {
        if (nowNs < nextBucketNs) return false;
        int known = contacts.all(nowNs).size();
        bucketGapNs =
                known > knownBefore ? BUCKET_MIN_NS : Math.min(BUCKET_MAX_NS, bucketGapNs * 2);
        knownBefore = known;
        nextBucketNs = nowNs + bucketGapNs / 2 + randomBelow(bucketGapNs);
        int bucket = contacts.thinBucket(nowNs);
        if (bucket < 0) return false;
        searches.explore(inBucket(bucket), nowNs);
        return true;
    }

    private long randomBelow(long ns) {
        return world.random().nextInt((int) (ns / 1_000_000)) * 1_000_000L;
    }

    /// An address that shares so many leading bits with ours, in keyspace order, and no more.
    private Ip6 inBucket(int bucket) {
        var own = store.root().address();
        long high = own.hi(), low = own.lo();
        if (bucket < 64) low ^= Long.MIN_VALUE >>> bucket;
        else high ^= Long.MIN_VALUE >>> bucket - 64;
        return new Ip6(high, low);
    }
}
