package boreas.path;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.link.Peer;
import boreas.session.ContentHandler;
import boreas.session.PathFinder;
import boreas.session.PathMetric;
import boreas.session.Session;
import boreas.session.Sessions;
import boreas.wire.Packet;
import boreas.wire.PacketSource;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Knows the peers of this node and nobody else. Enough for two machines; the DHT takes its place.
public final class DirectPeers implements PathFinder, ContentHandler {
    private static final byte[] PING = ascii("d2:eii0e1:pi22e1:q2:pn4:txid4:00aae");
    private static final byte[] PONG = ascii("d2:eii0e1:pi22e4:txid4:00aae");

    private final Sessions sessions;
    private final PacketSource packets;
    private final Map<Ip6, Peer> peers = new HashMap<>();

    public DirectPeers(
            World world, PublicKey own, Sessions sessions, PacketSource packets, long nowNs) {
        this.sessions = sessions;
        this.packets = packets;
    }

    public void onPeerUp(Peer peer, long nowNs) {
        peers.put(peer.ip6(), peer);
        onPathWanted(peer.ip6(), nowNs);
    }

    public void onPeerDown(Peer peer, long nowNs) {
        peers.remove(peer.ip6(), peer);
    }

    @Override
    public void onPathWanted(Ip6 destination, long nowNs) {
        var peer = peers.get(destination);
        if (peer != null)
            sessions.onPathFound(
                    peer.key(), peer.version(), peer.label(), PathMetric.ROUTING_TABLE_PEER, nowNs);
    }

    @Override
    public boolean writePing(Packet into, Session session, long label, long nowNs) {
        into.append(PING);
        return true;
    }

    @Override
    public Verdict onContent(Session from, int type, Packet content, long pathBack, long nowNs) {
        if (from.version() == 0) from.setVersion(22);
        var text = new String(content.toArray(), StandardCharsets.ISO_8859_1);
        if (!text.contains("1:q")) return Verdict.OK;
        var reply = packets.take();
        if (reply == null) return Verdict.NO_ROOM;
        return sessions.reply(from, reply.append(PONG), pathBack, nowNs);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
