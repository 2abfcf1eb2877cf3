package boreas.node;

import boreas.address.Identity;
import boreas.address.Ip6;
import boreas.address.LinkAddress;
import boreas.address.PeerEndpoint;
import boreas.crypto.Crypto;
import boreas.crypto.CryptoProviders;
import boreas.cryptoauth.Credentials;
import boreas.cryptoauth.CryptoAuthContext;
import boreas.cryptoauth.SecureSession;
import boreas.cryptoauth.Users;
import boreas.env.Counters;
import boreas.env.EventLog;
import boreas.env.Timers;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.link.LinkPort;
import boreas.link.Links;
import boreas.link.Peer;
import boreas.link.PeerEvents;
import boreas.link.PeerListener;
import boreas.link.PeerRefused;
import boreas.link.PeerSettings;
import boreas.link.PortInfo;
import boreas.tun.TunPort;
import boreas.wire.Batch;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import boreas.wire.SwitchHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A victim node and a peer of it that knows a password and sends whatever it likes: datagrams,
/// frames inside an established link, content inside an established end-to-end session.
final class Rogue implements LinkPort, PeerListener, PeerEvents {
    static final long MS = 1_000_000L;
    private static final long NEIGHBOUR = 0x8000_0000_0000_0001L;
    private static final int OWN_HANDLE = 77;
    private static final String PASSWORD = "let me in";
    private static final Crypto CRYPTO = CryptoProviders.choose();

    /// All that the victim has sent, and all that the rogue has.
    final List<byte[]> seen = new ArrayList<>();

    final Node victim;
    final Counters victimCounters = new Counters();
    final List<byte[]> toPrograms = new ArrayList<>();
    long nowNs;

    private final LinkAddress victimAddress = LinkAddress.udp(Ip6.mapped(0x0a000001), 1);
    private final LinkAddress ownAddress = LinkAddress.udp(Ip6.mapped(0x0a000002), 2);
    private final Timers timers = new Timers();
    private final Batch own = new Batch(64);
    private final Batch in = new Batch(1);
    private final Batch toVictim = new Batch(1);
    private final Identity identity;
    private final Links links;
    private final Peer peer;
    private final SecureSession inner;
    private int innerHandle;
    private final List<byte[]> pending = new ArrayList<>();
    private final List<byte[]> framesBack = new ArrayList<>();
    private boolean isDelivering;

    Rogue() throws PeerRefused {
        var random = new Random(3);
        var victimIdentity = Identity.generate(random::nextBytes, CRYPTO);
        identity = Identity.generate(random::nextBytes, CRYPTO);
        victim =
                new Node(
                        new NodeSettings(victimIdentity, NodeSettings.DEFAULT_TUN_MTU_BYTES),
                        new World(random::nextBytes, new Timers(), victimCounters, EventLog.SILENT),
                        CRYPTO,
                        new VictimWire(),
                        new VictimTun(),
                        Outside.NOTHING,
                        0);
        victim.onCommand(new NodeCommand.AddPort(victimAddress), 0);
        victim.onCommand(
                new NodeCommand.AddPassword(PASSWORD.getBytes(StandardCharsets.UTF_8), null, null),
                0);
        var world = new World(random::nextBytes, timers, new Counters(), EventLog.SILENT);
        var context = new CryptoAuthContext(identity, new Users(CRYPTO), CRYPTO, world);
        links = new Links(world, context, this, PacketSource.of(own), this, this, (_, _) -> {}, 0);
        links.addPort(new PortInfo.Local.Udp(ownAddress));
        peer =
                links.connect(
                        new PeerSettings(
                                0,
                                new PeerEndpoint.Numeric(victimAddress),
                                victimIdentity.publicKey(),
                                Credentials.of(null, PASSWORD),
                                null,
                                22),
                        0);
        inner = new SecureSession(context, victimIdentity.publicKey(), false, null, 0);
        runMs(100);
        openInner();
    }

    boolean isLinked() {
        return victim.snapshot(nowNs).peers().stream()
                        .anyMatch(p -> p.lastNs() > nowNs - 5_000 * MS)
                && peer.isEstablished();
    }

    boolean isInnerOpen() {
        return inner.canSendData(nowNs);
    }

    /// Lets both sides' deadlines come.
    void runMs(long ms) {
        for (long end = nowNs + ms * MS; nowNs < end; nowNs += MS) {
            timers.runUntil(nowNs);
            victim.onDeadline(nowNs);
            exchange();
        }
    }

    /// A datagram as it is, from the peer's address or a stranger's.
    void datagram(byte[] bytes, boolean isStranger) {
        toVictim.clear();
        if (bytes.length > Packet.CAPACITY - Packet.HEADROOM) return;
        var p = toVictim.next().append(bytes);
        p.linkHi = ownAddress.hi();
        p.linkLo = ownAddress.lo() + (isStranger ? 7 : 0);
        p.linkUdpPort = ownAddress.udpPort();
        victim.onDatagrams(0, toVictim, nowNs);
        exchange();
    }

    /// A frame inside the link; its first 12 bytes are the switch header.
    void frame(byte[] bytes) {
        if (bytes.length == 0) return;
        peer.send(own.next().append(bytes), nowNs);
        exchange();
    }

    /// Content (with its data header) inside the end-to-end session.
    void content(byte[] bytes) {
        if (bytes.length == 0) return;
        var p = own.next().append(bytes);
        if (inner.seal(p, nowNs) != Verdict.OK) return;
        p.prepend(4);
        p.putI32(0, innerHandle);
        SwitchHeader.prepend(p, NEIGHBOUR);
        frame(p.toArray());
    }

    /// A packet from the victim's kernel.
    void tun(byte[] bytes) {
        if (bytes.length > Packet.CAPACITY - Packet.HEADROOM) return;
        toVictim.clear();
        toVictim.next().append(bytes);
        victim.onTun(0, toVictim, nowNs);
        exchange();
    }

    /// A packet of a program on the victim's machine to the rogue's address.
    byte[] fromProgram(int nextHeader, byte[] content) {
        var p = ByteBuffer.allocate(40 + content.length);
        p.putInt(0x6000_0000).putShort((short) content.length).put((byte) nextHeader);
        p.put((byte) 64).put(victim.snapshot(nowNs).self().ip6().bytes());
        return p.put(identity.ip6().bytes()).put(content).array();
    }

    private void openInner() {
        for (int i = 0; i < 5 && !inner.canSendData(nowNs); i++) {
            var p = own.next().append(ping());
            p.prepend(4);
            p.putI32(0, OWN_HANDLE);
            inner.seal(p, nowNs);
            SwitchHeader.prepend(p, NEIGHBOUR);
            frame(p.toArray());
            runMs(10);
            for (var f : framesBack) readInner(f);
            framesBack.clear();
        }
        content(ping());
    }

    /// What the victim has sent inside the end-to-end session since the last call, each with its
    /// data header.
    List<byte[]> contents() {
        var contents = new ArrayList<byte[]>();
        for (var frame : framesBack) {
            var p = in.next().append(frame);
            in.clear();
            p.dropFront(SwitchHeader.SIZE);
            if (p.length() < 24 || p.u32(0) != OWN_HANDLE) continue;
            p.dropFront(4);
            if (inner.open(p, nowNs) == Verdict.OK) contents.add(p.toArray());
        }
        framesBack.clear();
        return contents;
    }

    /// The victim may have been the first to greet; so both roles are played.
    private void readInner(byte[] frame) {
        var p = in.next().append(frame);
        in.clear();
        p.dropFront(SwitchHeader.SIZE);
        if (p.u32(0) == OWN_HANDLE) {
            p.dropFront(4);
            inner.open(p, nowNs);
        } else if (p.length() >= 120 && p.u32(0) < 4 && inner.open(p, nowNs) == Verdict.OK) {
            innerHandle = p.i32(0);
        }
    }

    static byte[] ping() {
        byte[] body =
                "\u0010\0\u0001\0d2:eii0e1:pi22e1:q2:pn4:txid4:abcde"
                        .getBytes(StandardCharsets.ISO_8859_1);
        return body;
    }

    /// Hands over what waits, until nothing does.
    private void exchange() {
        if (isDelivering) return;
        isDelivering = true;
        while (!pending.isEmpty()) {
            byte[] bytes = pending.removeFirst();
            in.clear();
            var p = in.next().append(bytes);
            p.linkHi = victimAddress.hi();
            p.linkLo = victimAddress.lo();
            p.linkUdpPort = victimAddress.udpPort();
            links.onDatagrams(0, in, nowNs);
        }
        own.clear();
        in.clear();
        isDelivering = false;
    }

    /// What the rogue's links send arrives at once.
    @Override
    public void send(Packet packet) {
        byte[] bytes = packet.toArray();
        if (seen.size() < 400) seen.add(bytes);
        var batch = new Batch(1);
        var p = batch.next().append(bytes);
        p.linkHi = ownAddress.hi();
        p.linkLo = ownAddress.lo();
        p.linkUdpPort = ownAddress.udpPort();
        victim.onDatagrams(0, batch, nowNs);
    }

    @Override
    public void flush() {}

    private final class VictimWire implements LinkPort {
        @Override
        public void send(Packet packet) {
            if (packet.linkLo == ownAddress.lo()) pending.add(packet.toArray());
        }

        @Override
        public void flush() {}
    }

    private final class VictimTun implements TunPort {
        @Override
        public void send(int tunId, Packet packet) {
            if (toPrograms.size() < 100) toPrograms.add(packet.toArray());
        }

        @Override
        public void flush() {}
    }

    @Override
    public int onPeerAdded(Peer added, int wantedSlot) {
        return 0;
    }

    @Override
    public void onPeerRemoved(Peer removed) {}

    @Override
    public void onFrame(Peer from, Packet frame, long nowNs) {
        if (framesBack.size() < 400) framesBack.add(frame.toArray());
        if (SwitchHeader.hasPayloadWord(frame)
                && SwitchHeader.payloadWord(frame) == SwitchHeader.CONTROL) answerPing(from, frame);
    }

    /// As much of a router as keeps the link alive.
    private void answerPing(Peer from, Packet frame) {
        if (frame.length() < 28 || frame.u16(18) != 3) return;
        frame.dropFront(boreas.wire.ControlHeader.IN_FRAME);
        boreas.wire.ControlHeader.rewrite(frame, boreas.wire.ControlType.PONG, 22);
        boreas.wire.ControlHeader.seal(frame);
        SwitchHeader.prependControl(frame, NEIGHBOUR, SwitchHeader.PLAIN);
        from.send(frame, nowNs);
    }

    @Override
    public void onPeerUp(Peer up, long nowNs) {}

    @Override
    public void onPeerRenewed(Peer renewed, long nowNs) {}

    @Override
    public void onPeerDown(Peer down, long nowNs) {}
}
