package boreas.daemon;

import boreas.env.RandomSource;
import java.security.SecureRandom;

/// The kernel's randomness, through the JDK's generator. Safe in any thread.
public final class SystemRandom implements RandomSource {
    private final SecureRandom random = new SecureRandom();

    public SystemRandom() {
        // Opens what it needs now, while the process still sees its files.
        random.nextInt();
    }

    @Override
    public void nextBytes(byte[] into) {
        random.nextBytes(into);
    }
}
