package boreas.tunnel;

/// Told when a tunnel's state changes. Implemented by `node`.
@FunctionalInterface
public interface TunnelEvents {
    /// @param state the new one; [TunnelState#STUCK] is told again while it lasts
    void onTunnelState(int tunId, TunnelState state, long nowNs);
}
