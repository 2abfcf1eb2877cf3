package boreas.config;

import boreas.address.PeerEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What becomes of the peers of one interface. A peer that is in none of the lists stays as it is,
/// and its link does not notice.
///
/// @param told peers whose link goes on, with another name or guessed version from now on
public record PeersDifference(List<PeerConf> removed, List<PeerConf> added, List<PeerConf> told) {
    public static PeersDifference of(List<PeerConf> before, List<PeerConf> after) {
        var removed = new ArrayList<>(before);
        var added = new ArrayList<PeerConf>();
        var told = new ArrayList<PeerConf>();
        for (var peer : after) {
            if (removed.remove(peer)) continue;
            var same = find(removed, one -> isSameLink(one, peer));
            if (same == null) {
                added.add(peer);
                continue;
            }
            removed.remove(same);
            told.add(peer);
        }
        return new PeersDifference(List.copyOf(removed), List.copyOf(added), List.copyOf(told));
    }

    /// Nothing that was said or will be said in a handshake differs.
    private static boolean isSameLink(PeerConf a, PeerConf b) {
        return a.endpoint().equals(b.endpoint())
                && a.publicKey().equals(b.publicKey())
                && Objects.equals(a.login(), b.login())
                && Objects.equals(a.password(), b.password());
    }

    private static @Nullable PeerConf find(List<PeerConf> peers, Predicate<PeerConf> isIt) {
        for (var peer : peers) if (isIt.test(peer)) return peer;
        return null;
    }

    /// The peer that is removed from where another is added; null when the place is new.
    public @Nullable PeerConf replacedBy(PeerConf addedPeer) {
        return at(removed, addedPeer.endpoint());
    }

    /// The peer that comes to where this one was; null when nobody does.
    public @Nullable PeerConf replacing(PeerConf removedPeer) {
        return at(added, removedPeer.endpoint());
    }

    private static @Nullable PeerConf at(List<PeerConf> peers, PeerEndpoint place) {
        return find(peers, peer -> peer.endpoint().equals(place));
    }

    public boolean isEmpty() {
        return removed.isEmpty() && added.isEmpty() && told.isEmpty();
    }

    void describe(ConfKey key, String under, List<ConfChange> to) {
        for (var peer : removed)
            if (replacing(peer) == null)
                to.add(new ConfChange(key, ConfChange.Kind.REMOVED, text(peer, under)));
        for (var peer : added) {
            var before = replacedBy(peer);
            if (before == null)
                to.add(new ConfChange(key, ConfChange.Kind.ADDED, text(peer, under)));
            else
                to.add(
                        new ConfChange(
                                key,
                                ConfChange.Kind.CHANGED,
                                text(peer, under)
                                        + ": "
                                        + whatDiffers(before, peer)
                                        + "; its link begins anew"));
        }
        for (var peer : told)
            to.add(
                    new ConfChange(
                            key,
                            ConfChange.Kind.CHANGED,
                            text(peer, under) + ": its name or version; its link goes on"));
    }

    private static String text(PeerConf peer, String under) {
        return "\"%s\"%s under %s"
                .formatted(
                        peer.endpoint(),
                        peer.peerName() == null ? "" : " (" + peer.peerName() + ")",
                        under);
    }

    private static String whatDiffers(PeerConf a, PeerConf b) {
        var parts = new ArrayList<String>();
        if (!a.publicKey().equals(b.publicKey())) parts.add("publicKey");
        if (!Objects.equals(a.login(), b.login())) parts.add("login");
        if (!Objects.equals(a.password(), b.password())) parts.add("password");
        return String.join(", ", parts);
    }
}
