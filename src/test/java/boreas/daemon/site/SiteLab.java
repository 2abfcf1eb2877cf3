package boreas.daemon.site;

import boreas.lab.Host;
import boreas.site.SitePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A host of the laboratory on which a site is put into force, and what can be seen of it by the
/// tools that people have.
final class SiteLab {
    private SiteLab() {}

    interface Act {
        SiteReport on(SiteControl control) throws SiteException;
    }

    static Path ledger(Host host) {
        return host.folder().resolve("test.site");
    }

    /// A refusal is a failure.
    static SiteReport run(Host host, Act act) {
        return run(host, act, _ -> {});
    }

    static SiteReport run(Host host, Act act, Consumer<String> beforeStep) {
        return host.inside(() -> {
            try (var control = SiteControl.open(ledger(host), "test", beforeStep)) {
                return act.on(control);
            } catch (SiteException e) {
                throw new AssertionError(e.sentence(), e);
            }
        });
    }

    static SiteReport up(Host host, SitePlan plan) {
        return run(host, c -> c.up(plan, SiteOptions.usual(List.of())));
    }

    static SiteReport down(Host host) {
        return run(host, SiteControl::down);
    }

    /// The sentence of a refusal; a success is a failure.
    static String refusal(Host host, Act act) {
        return host.inside(() -> {
            try (var control = SiteControl.open(ledger(host), "test")) {
                throw new AssertionError("done: " + act.on(control));
            } catch (SiteException e) {
                return e.sentence();
            }
        });
    }

    static SiteStatus status(Host host, SitePlan plan) {
        return host.inside(() -> {
            try {
                return SiteControl.status(ledger(host), plan, SiteOptions.usual(List.of()));
            } catch (SiteException e) {
                throw new AssertionError(e.sentence(), e);
            }
        });
    }

    /// What is in one state and not in the other.
    static List<String> difference(String before, String after) {
        var gone = pieces(before);
        var come = pieces(after);
        for (var piece : pieces(after)) gone.remove(piece);
        for (var piece : pieces(before)) come.remove(piece);
        gone.replaceAll(piece -> "- " + piece);
        come.replaceAll(piece -> "+ " + piece);
        gone.addAll(come);
        return gone;
    }

    /// Whichever order they come in. The kernel's own table follows from the addresses, a little
    /// later.
    private static List<String> pieces(String state) {
        var pieces = new ArrayList<String>();
        for (var piece : state.replace("},{", "}\n{").replace("}, {", "}\n{").split("\n"))
            if (!piece.contains("\"table\":\"local\""))
                pieces.add(piece.replaceAll("^\\[|(?<=\\})\\]$", ""));
        return pieces;
    }

    /// All that `ip`, `nft` and `sysctl` tell. What changes by itself is left out: counters, times,
    /// carriers, and numbers of devices that come and go.
    static String state(Host host) {
        return host.must(
                        "sh",
                        "-c",
                        """
                        set -e
                        for what in 'addr' '-d link' '-6 route show table all' \
                            '-4 route show table all' '-6 tunnel' 'tuntap'; do
                            echo "# ip $what"; ip -j $what
                        done
                        echo '# nft'; nft -j list ruleset 2>/dev/null
                        cd /proc/sys/net
                        for f in ipv6/conf/*/forwarding ipv4/conf/*/forwarding \
                            ipv4/conf/all/accept_redirects; do
                            echo "$f $(cat $f)"
                        done
                        """)
                .out()
                .replaceAll("\"(packets|bytes)\": \\d+", "")
                .replaceAll("\"(NO-CARRIER|LOWER_UP|linkdown)\",?|\"operstate\":\"\\w+\"", "")
                .replaceAll("\"(preferred|valid)_life_time\":\\d+", "");
    }
}
