package boreas.tunnel;

/// Why a tunnel that was asked for cannot be; the message is one sentence for the operator.
public final class TunnelRefused extends Exception {
    private static final long serialVersionUID = 1;

    TunnelRefused(String sentence) {
        super(sentence);
    }
}
