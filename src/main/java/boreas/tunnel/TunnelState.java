package boreas.tunnel;

/// What is known of a tunnel, judged by packets that came out of it.
public enum TunnelState {
    /// Opened, and nothing was heard yet; nor was it silent for long enough to say more.
    UNKNOWN("nothing heard yet"),

    /// Something of the far site came out of it lately, or nobody had reason to wonder.
    UP("carries packets"),

    /// The far node is heard, but its site does not answer: a device, a route or a firewall, here
    /// or there, or a session that carries nothing.
    STUCK("the far node is there, but nothing comes out of the tunnel"),

    /// The far node itself is not heard: no path, or it does not run.
    UNREACHABLE("the far node is not heard");

    private final String meaning;

    TunnelState(String meaning) {
        this.meaning = meaning;
    }

    /// One clause for people.
    public String meaning() {
        return meaning;
    }
}
