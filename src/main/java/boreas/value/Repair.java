package boreas.value;

/// A change of one byte that would mend a broken text.
///
/// @param offset where, in the broken text
/// @param symbol the byte that belongs there; of [Op#REMOVE] the one that does not
/// @param cost what [Fitness] says about the mended text
/// @param oddity how odd the place looks for such a slip; decides between equal costs
record Repair(Op op, int offset, char symbol, int cost, int oddity) {
    enum Op {
        INSERT,
        REPLACE,
        REMOVE
    }

    /// Whether it is a better guess than the other one; of equals the nearer one to the place where
    /// reading stopped.
    boolean isBetterThan(Repair other, int stoppedOffset) {
        if (cost != other.cost) return cost < other.cost;
        if (oddity != other.oddity) return oddity < other.oddity;
        return Math.abs(offset - stoppedOffset) < Math.abs(other.offset - stoppedOffset);
    }

    /// Whether the mended text still breaks the grammar somewhere.
    boolean hasFlaws() {
        return cost >= Fitness.COST_OF_FLAW;
    }

    byte[] applyTo(byte[] text) {
        return apply(text, op, offset, symbol);
    }

    static byte[] apply(byte[] text, Op op, int offset, char symbol) {
        int removed = op == Op.INSERT ? 0 : 1;
        int added = op == Op.REMOVE ? 0 : 1;
        var changed = new byte[text.length - removed + added];
        System.arraycopy(text, 0, changed, 0, offset);
        if (added > 0) changed[offset] = (byte) symbol;
        int rest = text.length - offset - removed;
        System.arraycopy(text, offset + removed, changed, offset + added, rest);
        return changed;
    }
}
