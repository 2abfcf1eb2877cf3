package boreas.sim;

/// Reads how a graph is asked for: a shape, and where it has one its number of links, as in `ring`,
/// `tree:3`, `small-world:6`, `random:4-8`.
public final class GraphText {
    public static final String SHAPES =
            "line, ring, grid, star, tree:CHILDREN, small-world:LINKS, random:LEAST-MOST";

    private static final int CHILDREN = 2;
    private static final int SMALL_WORLD_LINKS = 6;
    private static final int RANDOM_LEAST = 4;
    private static final int RANDOM_MOST = 8;

    private GraphText() {}

    /// Throws [IllegalArgumentException] with a sentence for people when there is no such thing.
    public static Graph parse(String text, int nodes, long seed) {
        int colon = text.indexOf(':');
        var shape = colon < 0 ? text : text.substring(0, colon);
        var option = colon < 0 ? "" : text.substring(colon + 1);
        if (colon >= 0 && option.isEmpty()) throw unreadable(text);
        return switch (shape) {
            case "line" -> plain(text, option, Graph.line(nodes));
            case "ring" -> plain(text, option, Graph.ring(nodes));
            case "grid" -> plain(text, option, Graph.grid(nodes));
            case "star" -> plain(text, option, Graph.star(nodes));
            case "tree" -> Graph.tree(nodes, number(text, option, CHILDREN));
            case "small-world" ->
                    Graph.smallWorld(nodes, number(text, option, SMALL_WORLD_LINKS), seed);
            case "random" -> random(text, option, nodes, seed);
            default -> throw unreadable(text);
        };
    }

    private static Graph plain(String text, String option, Graph topology) {
        if (!option.isEmpty()) throw unreadable(text);
        return topology;
    }

    private static Graph random(String text, String option, int nodes, long seed) {
        int dash = option.indexOf('-');
        var least = dash < 0 ? option : option.substring(0, dash);
        var most = dash < 0 ? option : option.substring(dash + 1);
        return Graph.random(
                nodes, number(text, least, RANDOM_LEAST), number(text, most, RANDOM_MOST), seed);
    }

    private static int number(String text, String digits, int otherwise) {
        if (digits.isEmpty()) return otherwise;
        if (digits.length() > 4 || !digits.chars().allMatch(c -> c >= '0' && c <= '9'))
            throw unreadable(text);
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException(
                "there is no topology '" + text + "'; these are: " + SHAPES);
    }
}
