package boreas.session;

import boreas.address.PublicKey;
import boreas.switching.SwitchPinger;
import boreas.switching.SwitchPinger.Question;
import boreas.wire.Bytes;
import boreas.wire.ControlFrame.KeyPong;

/// [KeyPings] by the KEYPING of control frames.
public final class SwitchKeyPings implements KeyPings {
    private static final long TIMEOUT_NS = 3_000_000_000L;

    private final SwitchPinger pinger;

    public SwitchKeyPings(SwitchPinger pinger) {
        this.pinger = pinger;
    }

    @Override
    public void ask(long label, Answer then, long nowNs) {
        pinger.ask(
                Question.KEYPING,
                label,
                Bytes.EMPTY,
                TIMEOUT_NS,
                (answer, atNs) -> {
                    if (!(answer.reply() instanceof KeyPong(int version, Bytes key, _))) return;
                    if (answer.result() == SwitchPinger.Result.PONG)
                        then.onKey(PublicKey.of(key.toArray(), 0), version, label, atNs);
                },
                nowNs);
    }
}
