package boreas.path.dht;

/// A node that a walk over the graph has reached, in the order in which it goes on: the least cost
/// first, then who was reached first, so that a run is reproducible.
record Step(int cost, int order, KnownNode node) implements Comparable<Step> {
    @Override
    public int compareTo(Step other) {
        int byCost = Integer.compare(cost, other.cost);
        return byCost != 0 ? byCost : Integer.compare(order, other.order);
    }
}
