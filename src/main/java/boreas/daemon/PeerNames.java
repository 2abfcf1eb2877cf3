package boreas.daemon;

import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.env.EventLog;
import boreas.env.EventLog.Level;
import boreas.link.NameResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;

/// Looks up host names of peers, in the background: neither the start nor the data loop ever waits
/// for a name.
///
/// IPv4 addresses come first: most links are IPv4, and a node without IPv6 would try in vain. An
/// answer that names an address inside the mesh, or inside what a site carries over it, is left out
/// with a line of the log; the link would run through itself.
final class PeerNames implements NameResolver {
    /// Where an answer goes: a command to the data loop.
    @FunctionalInterface
    interface Answers {
        void onResolved(long peerId, List<LinkAddress> addresses);
    }

    private final HostsFile hosts;
    private final LookupSession dns;
    private final Underlay underlay;
    private final Answers answers;
    private final EventLog log;

    PeerNames(
            HostsFile hosts, LookupSession dns, Underlay underlay, Answers answers, EventLog log) {
        this.hosts = hosts;
        this.dns = dns;
        this.underlay = underlay;
        this.answers = answers;
        this.log = log;
    }

    @Override
    public void resolve(long peerId, PeerEndpoint.Named name) {
        var listed = hosts.find(name.host(), name.udpPort());
        leaveOutLoops(name, listed);
        if (!listed.isEmpty()) {
            answers.onResolved(peerId, List.copyOf(listed));
            return;
        }
        Name host;
        try {
            host = Name.fromString(name.host(), Name.root);
        } catch (TextParseException e) {
            log.event(Level.WARN, "dns", "peer name \"" + name + "\": " + e.getMessage());
            answers.onResolved(peerId, List.of());
            return;
        }
        var ip4 = lookup(host, Type.A);
        var ip6 = lookup(host, Type.AAAA);
        var _ =
                ip4.thenCombine(
                        ip6,
                        (a, b) -> {
                            var addresses = addresses(a, b, name.udpPort());
                            boolean isFound = !addresses.isEmpty();
                            leaveOutLoops(name, addresses);
                            if (!isFound)
                                log.event(
                                        Level.WARN,
                                        "dns",
                                        "peer name \"" + name + "\": " + why(a, b));
                            answers.onResolved(peerId, List.copyOf(addresses));
                            return null;
                        });
    }

    /// Records of one kind, or why there are none.
    private record Answer(List<Record> records, String fault) {}

    private CompletableFuture<Answer> lookup(Name host, int type) {
        return dns.lookupAsync(host, type)
                .thenApply(LookupResult::getRecords)
                .thenApply(records -> new Answer(records, "the name has no address"))
                .exceptionally(fault -> new Answer(List.of(), text(fault)))
                .toCompletableFuture();
    }

    private static List<LinkAddress> addresses(Answer ip4, Answer ip6, int udpPort) {
        var addresses = new ArrayList<LinkAddress>();
        for (var record : ip4.records)
            if (record instanceof ARecord a)
                addresses.add(LinkAddress.udp(Ip6.of(a.getAddress()), udpPort));
        for (var record : ip6.records)
            if (record instanceof AAAARecord a)
                addresses.add(LinkAddress.udp(Ip6.of(a.getAddress()), udpPort));
        return addresses;
    }

    private void leaveOutLoops(PeerEndpoint.Named name, List<LinkAddress> addresses) {
        addresses.removeIf(address -> {
            var why =
                    address.isInsideCjdns()
                            ? "is inside fc00::/8, which the link itself would carry"
                            : underlay.refusal(address.ip());
            if (why != null)
                log.event(
                        Level.WARN,
                        "dns",
                        "peer name \"%s\": left out %s, which %s".formatted(name, address, why));
            return why != null;
        });
    }

    private static String why(Answer ip4, Answer ip6) {
        return ip4.fault.equals(ip6.fault) ? ip4.fault : ip4.fault + "; " + ip6.fault;
    }

    private static String text(Throwable fault) {
        var cause = fault.getCause() == null ? fault : fault.getCause();
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
