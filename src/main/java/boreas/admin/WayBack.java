package boreas.admin;

/// The way back to the caller of one request; what is sent carries that request's transaction id.
interface WayBack {
    /// Sends a reply ahead of the last one, or what the caller subscribed to.
    ///
    /// @return false when it cannot be sent
    boolean push(Reply reply);

    /// Whether the caller may, at that time, be sent what it did not ask for.
    boolean isRegistered(long epochMillis);
}
