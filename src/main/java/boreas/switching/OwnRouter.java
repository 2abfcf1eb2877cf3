package boreas.switching;

import boreas.address.PublicKey;
import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.Label;
import boreas.wire.ControlFrame.Snode;
import boreas.wire.ControlHeader;
import boreas.wire.ControlType;
import boreas.wire.LinkAddressField;
import boreas.wire.LinkPingMark;
import boreas.wire.Packet;
import boreas.wire.SwitchHeader;
import org.jspecify.annotations.Nullable;

/// This node's own router, as the switch sees it: slot 1. Answers the questions of others in place,
/// gives answers to whoever asked, errors to the listener, and everything else to the session
/// layer.
///
/// Nothing here is authenticated: a control frame says only that somebody can reach us along some
/// labels. So each answer is as long as its question and goes back by the same way. Source: cjdns
/// protocol, control frames.
public final class OwnRouter implements Slot {
    /// Askers of older versions get no answer.
    private static final int OLDEST_VERSION = 20;

    private final World world;
    private final Switch labelSwitch;
    private final SwitchPinger pinger;
    private final byte[] ownKey;
    private final int ownVersion;
    private final SelfPort selfPort;
    private final SwitchErrorListener errors;
    private @Nullable ControlTap tap;

    /// Plugs itself into the switch.
    public OwnRouter(
            World world,
            Switch labelSwitch,
            SwitchPinger pinger,
            PublicKey ownKey,
            int ownVersion,
            SelfPort selfPort,
            SwitchErrorListener errors) {
        this.world = world;
        this.labelSwitch = labelSwitch;
        this.pinger = pinger;
        this.ownKey = ownKey.bytes();
        this.ownVersion = ownVersion;
        this.selfPort = selfPort;
        this.errors = errors;
        labelSwitch.attachRouter(this);
    }

    /// Tells who looks on; null: nobody.
    public void watch(@Nullable ControlTap tap) {
        this.tap = tap;
    }

    @Override
    public Verdict take(Packet p, long nowNs) {
        if (!SwitchHeader.hasPayloadWord(p)) return drop(Verdict.RUNT);
        long pathBack = Label.reverse64(SwitchHeader.label(p));
        if (SwitchHeader.payloadWord(p) == SwitchHeader.CONTROL)
            return onControl(p, pathBack, nowNs);
        selfPort.onFrame(p, pathBack, nowNs);
        return Verdict.OK;
    }

    private Verdict onControl(Packet p, long pathBack, long nowNs) {
        int switchTail = SwitchHeader.tail(p);
        p.dropFront(ControlHeader.IN_FRAME);
        boolean isSeen = tap != null && tap.onControlIn(p, pathBack, switchTail);
        var verdict = ControlHeader.check(p);
        var type = ControlType.of(verdict == Verdict.OK ? ControlHeader.type(p) : 0);
        if (type == null) return drop(verdict);
        return switch (type) {
            case ERROR -> onError(p, pathBack, nowNs);
            case PING -> answerCompatible(p, ControlType.PONG, pathBack, nowNs);
            case KEYPING -> {
                p.put(ControlHeader.BODY, ownKey);
                yield answerCompatible(p, ControlType.KEYPONG, pathBack, nowNs);
            }
            case GETSNODE_QUERY -> {
                Snode.UNKNOWN.write(p);
                yield answerCompatible(p, ControlType.GETSNODE_REPLY, pathBack, nowNs);
            }
            case RPATH_QUERY -> {
                p.putI64(ControlHeader.BODY, pathBack);
                yield answer(p, ControlType.RPATH_REPLY, pathBack, nowNs);
            }
            case LLADDR_QUERY -> answerLinkAddress(p, pathBack, nowNs);
            case PONG -> onPong(p, isSeen, pathBack, nowNs);
            case KEYPONG, GETSNODE_REPLY, RPATH_REPLY, LLADDR_REPLY ->
                    pinger.onReply(p, type, pathBack, nowNs) ? Verdict.OK : onUnasked(isSeen);
        };
    }

    private Verdict onError(Packet p, long path, long nowNs) {
        int code = p.i32(ControlHeader.ERROR_CODE);
        p.dropFront(ControlHeader.ERROR_CAUSE);
        pinger.onError(p, code, nowNs);
        errors.onSwitchError(path, code, p, nowNs);
        return Verdict.OK;
    }

    private Verdict onPong(Packet p, boolean isSeen, long pathBack, long nowNs) {
        if (pinger.onReply(p, ControlType.PONG, pathBack, nowNs)) return Verdict.OK;
        if (!LinkPingMark.endsIn(p)) return onUnasked(isSeen);
        var slot = labelSwitch.slotBehind(pathBack);
        if (slot == null) return onUnasked(isSeen);
        slot.onLinkPong(p, ControlHeader.BODY, ControlHeader.version(p), nowNs);
        return Verdict.OK;
    }

    /// Whoever looks on may have asked.
    private Verdict onUnasked(boolean isSeen) {
        return isSeen ? Verdict.OK : drop(Verdict.UNASKED);
    }

    /// A neighbour wants to know how it looks from here; of those further away we know nothing.
    private Verdict answerLinkAddress(Packet p, long pathBack, long nowNs) {
        var slot = labelSwitch.slotBehind(pathBack);
        var address = slot == null ? null : slot.linkAddress();
        if (address == null) return drop(Verdict.BAD_CONTROL_FRAME);
        p.put(ControlHeader.BODY, LinkAddressField.of(address).bytes().toArray());
        return answer(p, ControlType.LLADDR_REPLY, pathBack, nowNs);
    }

    private Verdict answerCompatible(Packet p, ControlType reply, long pathBack, long nowNs) {
        if (Integer.compareUnsigned(ControlHeader.version(p), OLDEST_VERSION) < 0)
            return drop(Verdict.INCOMPATIBLE_VERSION);
        return answer(p, reply, pathBack, nowNs);
    }

    private Verdict answer(Packet p, ControlType reply, long pathBack, long nowNs) {
        ControlHeader.rewrite(p, reply, ownVersion);
        ControlHeader.seal(p);
        if (tap != null) tap.onControlOut(p, pathBack);
        SwitchHeader.prependControl(p, pathBack, SwitchHeader.PLAIN);
        return labelSwitch.sendFromSelf(p, nowNs);
    }

    private Verdict drop(Verdict verdict) {
        return world.counters().count(verdict);
    }
}
