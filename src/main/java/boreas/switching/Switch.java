package boreas.switching;

import boreas.env.Verdict;
import boreas.env.World;
import boreas.label.EncodingScheme;
import boreas.label.Label;
import boreas.wire.ControlFrame.SwitchError;
import boreas.wire.ControlHeader;
import boreas.wire.ControlType;
import boreas.wire.Packet;
import boreas.wire.SwitchErrorCode;
import boreas.wire.SwitchHeader;
import org.jspecify.annotations.Nullable;

/// The label switch: reads the first director of a frame's label, replaces it by the way back, and
/// hands the frame to the interface that the director names. No tables, no state but the slots.
///
/// Interfaces are numbered 0 to 256 in scheme 3-5-8; number 1 is this node's own router. Other
/// schemes are for tests: a network may have them. A frame is changed in place. One that cannot go
/// on turns, in place, into an error frame for the interface it came from, unless it is too short
/// or says that it wants none. Source: cjdns protocol, forwarding; vectors: `switch.json` (`hops`).
public final class Switch {
    /// The slot of this node's own router.
    static final int ROUTER = 1;

    private static final int MAX_LABEL_SHIFT = 63;

    private final World world;
    private final EncodingScheme scheme;
    private final @Nullable Slot[] slots;

    public Switch(World world) {
        this(world, EncodingScheme.V358);
    }

    /// @param scheme in which others find directors of this switch in labels; genuine nodes use
    ///   3-5-8, and know others
    public Switch(World world, EncodingScheme scheme) {
        this.world = world;
        this.scheme = scheme;
        slots = new Slot[Math.min(scheme.interfaces(), EncodingScheme.V358_INTERFACES)];
    }

    /// The one-hop label by a slot.
    long labelOf(int slot) {
        return scheme.ofInterface(slot);
    }

    /// What is at the end of a label, if that is one hop; null if not, or if nothing is there.
    @Nullable Slot slotBehind(long label) {
        if (!scheme.isOneHop(label)) return null;
        int number = scheme.decompress(label);
        return number >= 0 && number < slots.length ? slots[number] : null;
    }

    /// Plugs something into a slot.
    ///
    /// @param wantedSlot taken if it is free; -1 for the lowest free one
    /// @return the slot, -1 when all are taken
    int attach(Slot slot, int wantedSlot) {
        int number = isFree(wantedSlot) ? wantedSlot : lowestFree();
        if (number >= 0) slots[number] = slot;
        return number;
    }

    void attachRouter(Slot router) {
        slots[ROUTER] = router;
    }

    void detach(int slot) {
        slots[slot] = null;
    }

    private boolean isFree(int number) {
        return number >= 0 && number < slots.length && number != ROUTER && slots[number] == null;
    }

    private int lowestFree() {
        for (int i = 0; i < slots.length; i++) if (isFree(i)) return i;
        return -1;
    }

    /// Sends a frame of this node's own. The window begins at a switch header whose label is a path
    /// as this node knows it. When the path does not even begin at this switch, the verdict says
    /// so; nobody is told by an error frame (the packet holds it).
    public Verdict sendFromSelf(Packet p, long nowNs) {
        return forward(p, ROUTER, nowNs);
    }

    /// Takes a frame that came in by a slot.
    Verdict forward(Packet p, int source, long nowNs) {
        if (!SwitchHeader.fits(p)) return count(Verdict.RUNT);
        long label = SwitchHeader.label(p);
        int bits = scheme.bitsForLabel(label);
        if (bits < 0) return refuse(p, source, SwitchErrorCode.MALFORMED_ADDRESS, nowNs);
        int destination = scheme.decompress(label, bits);
        int sourceBits = scheme.bitsForNumber(source);
        if (destination == ROUTER && !scheme.isSelf(label))
            return refuse(p, source, SwitchErrorCode.MALFORMED_ADDRESS, nowNs);
        if (sourceBits > bits) {
            // There must be room for the way back. Only behind the last director, which is the
            // router's, zeros may follow that the sender could not know would be needed.
            if (destination != ROUTER)
                return refuse(p, source, SwitchErrorCode.MALFORMED_ADDRESS, nowNs);
            if (!leavesRoom(label, sourceBits))
                return refuse(p, source, SwitchErrorCode.RETURN_PATH_INVALID, nowNs);
            bits = sourceBits;
        }
        var slot = destination < slots.length ? slots[destination] : null;
        if (slot == null) return refuse(p, source, SwitchErrorCode.MALFORMED_ADDRESS, nowNs);
        int shift = SwitchHeader.labelShift(p) + bits;
        if (shift > MAX_LABEL_SHIFT) return count(Verdict.LABEL_EXHAUSTED);
        // The router's director is the same in any size.
        long here = source == ROUTER ? Label.SELF : scheme.compress(source, bits);
        long wayBack = Label.reverse64(here);
        SwitchHeader.hop(p, label >>> bits | wayBack, shift);
        return slot.take(p, nowNs);
    }

    /// Whether the director of the router is followed by as many zeros as a source director of that
    /// size needs, and four more for the terminator.
    private static boolean leavesRoom(long label, int sourceBits) {
        long mask = (1L << sourceBits + 4) - 1;
        return ((label ^ Label.SELF) & mask) == 0;
    }

    private Verdict refuse(Packet p, int source, int code, long nowNs) {
        var verdict =
                code == SwitchErrorCode.RETURN_PATH_INVALID
                        ? Verdict.RETURN_PATH_INVALID
                        : Verdict.MALFORMED_LABEL;
        if (p.length() < SwitchError.MIN_CAUSE || SwitchHeader.suppressesErrors(p))
            return count(verdict);
        turnIntoError(p, code);
        var slot = slots[source];
        if (source != ROUTER && slot != null) slot.take(p, nowNs);
        return count(verdict);
    }

    /// Makes a frame the cause of an error frame, in place. The label as it came in, reversed,
    /// leads back from the interface by which it came: the previous switch has put that there.
    private static void turnIntoError(Packet p, int code) {
        long wayBack = Label.reverse64(SwitchHeader.label(p));
        p.truncate(Math.min(p.length(), SwitchError.MAX_CAUSE));
        p.prepend(4);
        p.putI32(0, code);
        ControlHeader.prepend(p, ControlType.ERROR);
        SwitchHeader.prependControl(p, wayBack, SwitchHeader.SWITCH_ERROR);
        SwitchHeader.markAsForwarded(p);
    }

    private Verdict count(Verdict verdict) {
        return world.counters().count(verdict);
    }
}
