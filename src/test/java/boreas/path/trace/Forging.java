package boreas.path.trace;

import boreas.address.Ip6;
import boreas.address.PublicKey;
import boreas.label.EncodingScheme;
import boreas.path.dht.Inquiry;
import boreas.switching.SwitchPinger.Answer;
import boreas.switching.SwitchPinger.Listener;
import boreas.switching.SwitchPinger.Result;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame;
import boreas.wire.RoutingMessage.Node;
import org.jspecify.annotations.Nullable;

/// A path on which somebody answers each third control frame first, with an error.
final class Forging implements Probes {
    private final MadeUpPath path;
    private final ControlFrame forged;
    private int asked;

    Forging(MadeUpPath path, ControlFrame forged) {
        this.path = path;
        this.forged = forged;
    }

    private boolean isForged(long label, Listener listener) {
        if (asked++ % 3 != 0) return false;
        path.timers
                .newTimer(now -> {
                    var answer =
                            new Answer(Result.ERR_SWITCH, label, 1, forged, Bytes.EMPTY, label);
                    listener.onAnswer(answer, now);
                })
                .at(path.nowNs + 1);
        return true;
    }

    @Override
    public boolean askKey(long label, long timeoutNs, Listener listener, long nowNs) {
        return isForged(label, listener) || path.askKey(label, timeoutNs, listener, nowNs);
    }

    @Override
    public boolean ping(long label, int frameBytes, long timeoutNs, Listener listener, long nowNs) {
        return isForged(label, listener)
                || path.ping(label, frameBytes, timeoutNs, listener, nowNs);
    }

    @Override
    public boolean inquire(Inquiry inquiry, long nowNs) {
        return path.inquire(inquiry, nowNs);
    }

    @Override
    public @Nullable Node nodeAt(long label, long nowNs) {
        return path.nodeAt(label, nowNs);
    }

    @Override
    public @Nullable Node wayTo(Ip6 address) {
        return path.wayTo(address);
    }

    @Override
    public void search(Ip6 address, long nowNs) {
        path.search(address, nowNs);
    }

    @Override
    public @Nullable EncodingScheme schemeOf(PublicKey key, long nowNs) {
        return path.schemeOf(key, nowNs);
    }

    @Override
    public void learnScheme(PublicKey key, EncodingScheme scheme) {
        path.learnScheme(key, scheme);
    }
}
