package boreas.value;

import java.util.Iterator;

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

    private static final Token NONE = new Token(Token.Kind.END, -1, -1, -1, 0, -1, -1);
    private static final int LAYOUT_FAULTS_MAX = COST_OF_FLAW - 1;

    private final int[] indentOfOpen = new int[Grammar.DEPTH_MAX];
    private final int[] columnOfNeighbours = new int[Grammar.DEPTH_MAX + 1];
    private final boolean[] isList = new boolean[Grammar.DEPTH_MAX + 1];
    private int depth;
    private int weight;
    private int layoutFaults;
    private boolean losesRest;
    private int keyLine;
    private Token firstInLine = NONE;

    private Fitness() {}

    /// Smaller is better; 0 is a file without any fault.
    static int costOf(Iterator<Token> tokens) {
        var fitness = new Fitness();
        var grammar = new Grammar(fitness);
        grammar.read(tokens);
        if (grammar.stoppedAt() >= 0 || fitness.losesRest) return UNREADABLE;
        return fitness.weight * COST_OF_FLAW + Math.min(fitness.layoutFaults, LAYOUT_FAULTS_MAX);
    }

    @Override
    public void onToken(Token token) {
        if (token.line() != firstInLine.line()) firstInLine = token;
    }

    private boolean isFirstInLine(Token token) {
        return token.start() == firstInLine.start();
    }

    @Override
    public void onOpen(Token bracket) {
        onValue(bracket);
        indentOfOpen[depth++] = firstInLine.column();
        isList[depth] = bracket.kind() == Token.Kind.OPEN_LIST;
        columnOfNeighbours[depth] = -1;
    }

    @Override
    public void onClose(Token open, Token close) {
        depth--;
        if (open.line() == close.line()) return;
        if (!isFirstInLine(close) || close.column() != indentOfOpen[depth]) layoutFaults++;
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
        if (columnOfNeighbours[depth] < 0) columnOfNeighbours[depth] = neighbour.column();
        else if (columnOfNeighbours[depth] != neighbour.column()) layoutFaults++;
    }

    @Override
    public void onFlaw(Grammar.Leniency what, Token previous, Token token) {
        if (what == Grammar.Leniency.AFTER_END) losesRest = true;
        weight += what.weight;
    }
}
