package boreas.value;

import java.util.Arrays;
import java.util.List;

/// How well a row of tokens reads as a file that somebody wrote: first the grammar, then the
/// layout.
///
/// People indent: a bracket that is closed on another line is closed at the indentation of the line
/// that opened it, and neighbours begin in the same column. Where the grammar alone would allow a
/// missing bracket at several places, this tells which one was meant.
final class Fitness implements Grammar.Listener {
    /// The tokens cannot be read, or not to their end.
    static final int UNREADABLE = Integer.MAX_VALUE;

    /// What the least flaw of grammar costs; faults of layout never add up to it.
    static final int COST_OF_FLAW = 1000;

    private static final int LAYOUT_FAULTS_MAX = COST_OF_FLAW - 1;

    private final Lines lines;
    private final int[] firstInLine;
    private final int[] columnOfNeighbours = new int[Grammar.DEPTH_MAX + 1];
    private final boolean[] isList = new boolean[Grammar.DEPTH_MAX + 1];
    private int depth;
    private int weight;
    private int layoutFaults;
    private boolean losesRest;
    private int keyLine;

    Fitness(Lines lines) {
        this.lines = lines;
        firstInLine = new int[lines.count()];
    }

    /// Smaller is better; 0 is a file without any fault. Equal files of one [Lines] compare.
    int costOf(List<Token> tokens) {
        Arrays.fill(firstInLine, -1);
        for (var token : tokens)
            if (firstInLine[token.line()] < 0) firstInLine[token.line()] = token.start();
        depth = 0;
        weight = 0;
        layoutFaults = 0;
        losesRest = false;
        var grammar = new Grammar(this);
        grammar.read(tokens);
        if (grammar.stoppedAt() >= 0 || losesRest) return UNREADABLE;
        return weight * COST_OF_FLAW + Math.min(layoutFaults, LAYOUT_FAULTS_MAX);
    }

    private boolean isFirstInLine(Token token) {
        return firstInLine[token.line()] == token.start();
    }

    private int columnOf(Token token) {
        return token.start() - lines.startOf(token.line());
    }

    private int indentOf(int line) {
        return firstInLine[line] - lines.startOf(line);
    }

    @Override
    public void onOpen(Token bracket) {
        onValue(bracket);
        depth++;
        isList[depth] = bracket.kind() == Token.Kind.OPEN_LIST;
        columnOfNeighbours[depth] = -1;
    }

    @Override
    public void onClose(Token open, Token close) {
        depth--;
        if (open.line() == close.line()) return;
        if (!isFirstInLine(close) || columnOf(close) != indentOf(open.line())) layoutFaults++;
    }

    @Override
    public void onKey(Token key) {
        align(key);
        keyLine = key.line();
    }

    @Override
    public void onScalar(Token value) {
        onValue(value);
    }

    private void onValue(Token value) {
        if (isList[depth]) align(value);
        else if (depth > 0 && value.line() != keyLine) layoutFaults++;
    }

    private void align(Token neighbour) {
        if (!isFirstInLine(neighbour)) return;
        int column = columnOf(neighbour);
        if (columnOfNeighbours[depth] < 0) columnOfNeighbours[depth] = column;
        else if (columnOfNeighbours[depth] != column) layoutFaults++;
    }

    @Override
    public void onFlaw(Grammar.Leniency what, Token previous, Token token) {
        if (what == Grammar.Leniency.AFTER_END) losesRest = true;
        weight += what.weight;
    }
}
