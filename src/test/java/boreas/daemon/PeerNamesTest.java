package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.env.HeardLog;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;

class PeerNamesTest {
    private final Zone zone = new Zone();
    private final CompletableFuture<List<LinkAddress>> answer = new CompletableFuture<>();
    private final List<String> said = new ArrayList<>();
    private final PeerNames names =
            new PeerNames(
                    new HostsFile(Path.of("/nonexistent/hosts")),
                    LookupSession.builder().resolver(zone).build(),
                    address -> address.toString().startsWith("fdd7:5938") ? "is our own" : null,
                    (peerId, addresses) -> {
                        assertThat(peerId).isEqualTo(7);
                        answer.complete(addresses);
                    },
                    new HeardLog(said::add));

    @Test
    void givesIp4BeforeIp6WithThePortOfTheSetting() throws Exception {
        zone.has("vps.example.", "192.0.2.7");
        zone.has("vps.example.", "2001:db8::7");
        assertThat(resolve("vps.example:5555"))
                .containsExactly(address("192.0.2.7:5555"), address("[2001:db8::7]:5555"));
        assertThat(said).isEmpty();
    }

    @Test
    void aNameWithOneKindOfAddressIsEnough() throws Exception {
        zone.has("vps.example.", "2001:db8::7");
        assertThat(resolve("vps.example:5555")).containsExactly(address("[2001:db8::7]:5555"));
    }

    @Test
    void anIp4AddressInTheClothesOfIp6IsAnIp4Address() throws Exception {
        var owner = Name.fromString("odd.example.");
        var mapped = Ip6.parse("::ffff:192.0.2.7").bytes();
        zone.has(Record.newRecord(owner, Type.AAAA, DClass.IN, 60, mapped));
        assertThat(resolve("odd.example:5555")).containsExactly(address("192.0.2.7:5555"));
    }

    @Test
    void saysWhyAnUnknownNameHasNoAddress() throws Exception {
        assertThat(resolve("nobody.example:5555")).isEmpty();
        assertThat(said).singleElement().asString().startsWith("WARN peer name \"nobody.example:");
    }

    @Test
    void leavesOutAddressesInsideTheMesh() throws Exception {
        zone.has("loop.example.", "fc00::7");
        assertThat(resolve("loop.example:5555")).isEmpty();
        assertThat(said).singleElement().asString().contains("left out [fc00:", "inside fc00::/8");
    }

    @Test
    void leavesOutAddressesThatTheSiteItselfCarriesAndSaysSo() throws Exception {
        zone.has("loop.example.", "fdd7:5938:e2e6:3::1");
        zone.has("loop.example.", "192.0.2.7");
        assertThat(resolve("loop.example:5555")).containsExactly(address("192.0.2.7:5555"));
        assertThat(said).singleElement().asString().contains("left out [fdd7:", "is our own");
    }

    private List<LinkAddress> resolve(String endpoint) throws Exception {
        names.resolve(7, (PeerEndpoint.Named) PeerEndpoint.parse(endpoint));
        return answer.get(30, TimeUnit.SECONDS);
    }

    private static LinkAddress address(String text) throws Exception {
        return LinkAddress.parse(text);
    }

    /// A resolver that knows its names by heart.
    private static final class Zone implements Resolver {
        private final Map<String, List<Record>> records = new ConcurrentHashMap<>();

        void has(String name, String address) throws Exception {
            var ip = InetAddress.getByName(address);
            var owner = Name.fromString(name);
            has(
                    ip.getAddress().length == 4
                            ? new ARecord(owner, DClass.IN, 60, ip)
                            : new AAAARecord(owner, DClass.IN, 60, ip));
        }

        void has(Record record) {
            var name = record.getName().toString();
            records.computeIfAbsent(name + Type.string(record.getType()), _ -> new ArrayList<>())
                    .add(record);
        }

        @Override
        public CompletionStage<Message> sendAsync(Message query) {
            var question = query.getQuestion();
            var reply = new Message(query.getHeader().getID());
            reply.getHeader().setFlag(Flags.QR);
            reply.addRecord(question, Section.QUESTION);
            var key = question.getName() + Type.string(question.getType());
            var found = records.getOrDefault(key, List.of());
            var isKnown =
                    records.keySet().stream()
                            .anyMatch(k -> k.startsWith(question.getName().toString()));
            reply.getHeader().setRcode(isKnown ? Rcode.NOERROR : Rcode.NXDOMAIN);
            found.forEach(record -> reply.addRecord(record, Section.ANSWER));
            return CompletableFuture.completedFuture(reply);
        }

        @Override
        public void setPort(int port) {}

        @Override
        public void setTCP(boolean isTcp) {}

        @Override
        public void setIgnoreTruncation(boolean isIgnored) {}

        @Override
        public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {}

        @Override
        public void setTSIGKey(TSIG key) {}

        @Override
        public void setTimeout(Duration timeout) {}
    }
}
