package boreas.admin;

/// One request that passed all checks, as its function sees it.
///
/// @param back where replies go
/// @param epochMillis when it came
record Call(Arguments arguments, WayBack back, long epochMillis) {
    /// Sends a reply ahead of the last one, under the same transaction id.
    void push(Reply reply) {
        var _ = back.push(reply);
    }
}
