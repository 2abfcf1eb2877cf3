package boreas.daemon.site;

import boreas.daemon.site.Ledger.Insertion;
import boreas.daemon.site.Ruleset.Chain;
import boreas.host.HostState;
import boreas.site.Opening;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chains of other firewalls that would drop what a plan needs: ufw, firewalld, iptables in either
/// form, tables made by hand. A table of one's own can only restrict, so these must be opened by
/// whoever has them, or by a tagged rule.
///
/// @param insertion what would open it
/// @param isDropped what the chain drops
record ForeignChains(Insertion insertion, Opening isDropped) {
    /// How our rules are known in others' chains.
    static final String TAG = "boreas-site";

    private static final String NFT = "nft";

    /// @param ruleset of nftables; chains of iptables-nft are in there
    /// @param legacy the chains of older iptables
    /// @param state for the devices from which links come
    static List<ForeignChains> of(
            List<Opening> openings,
            @Nullable Ruleset ruleset,
            List<LegacyChains> legacy,
            HostState state) {
        var found = new ArrayList<ForeignChains>();
        for (var opening : openings) {
            if (ruleset != null)
                for (var chain : ruleset.chains())
                    if (RuleWalk.concerns(chain, opening)
                            && !passes(ruleset, chain, opening, state))
                        add(found, nft(chain, opening), opening);
            for (var chain : legacy)
                if (chain.concerns(opening)
                        && devices(opening, state).stream()
                                .anyMatch(d -> !chain.passes(opening, d)))
                    for (var text : opening.iptables()) add(found, legacy(chain, text), opening);
        }
        return found;
    }

    private static boolean passes(Ruleset ruleset, Chain chain, Opening opening, HostState state) {
        for (var device : devices(opening, state))
            if (!RuleWalk.passes(ruleset, chain, opening, device.isEmpty() ? null : device))
                return false;
        return true;
    }

    /// Links come by the devices of the default routes, as far as anybody can know.
    private static List<String> devices(Opening opening, HostState state) {
        if (opening.in() != null || !opening.hook().equals("input")) return List.of("");
        var devices = new ArrayList<String>();
        for (var r : state.routes())
            if (r.destination().bits() == 0
                    && !r.device().isEmpty()
                    && !devices.contains(r.device())) devices.add(r.device());
        return devices.isEmpty() ? List.of("") : devices;
    }

    private static void add(List<ForeignChains> found, Insertion insertion, Opening opening) {
        for (var f : found) if (f.insertion.equals(insertion)) return;
        found.add(new ForeignChains(insertion, opening));
    }

    private static Insertion nft(Chain chain, Opening opening) {
        var text = opening.nft();
        return new Insertion(NFT, chain.family(), chain.table(), chain.name(), tag(text), text);
    }

    private static Insertion legacy(LegacyChains chain, String text) {
        return new Insertion(
                chain.tool(),
                chain.isIp6() ? "ip6" : "ip",
                "filter",
                chain.name(),
                tag(text),
                text);
    }

    /// Says by itself what it opens, so that a changed plan finds what it no longer wants.
    private static String tag(String text) {
        return TAG + "-" + Digest.of(text).substring(0, 8);
    }

    /// For people: who drops what, and the line to add.
    String sentence() {
        return "chain %s %s %s drops %s; add: %s%s"
                .formatted(
                        insertion.family(),
                        insertion.table(),
                        insertion.chain(),
                        isDropped,
                        command(insertion),
                        hint());
    }

    static String command(Insertion i) {
        return i.tool().equals(NFT)
                ? "nft 'insert rule %s %s %s %s accept comment \"%s\"'"
                        .formatted(i.family(), i.table(), i.chain(), i.text(), i.tag())
                : "%s -I %s %s -m comment --comment %s -j ACCEPT"
                        .formatted(i.tool(), i.chain(), i.text(), i.tag());
    }

    /// What lasts longer than a rule where a program has the table.
    private String hint() {
        if (insertion.table().equals("firewalld"))
            return isLink() ? " (or: firewall-cmd --permanent --add-port=" + port() + "/udp)" : "";
        return "";
    }

    private boolean isLink() {
        return isDropped.in() == null && isDropped.hook().equals("input");
    }

    private int port() {
        return isDropped.ports().getFirst().first();
    }
}
