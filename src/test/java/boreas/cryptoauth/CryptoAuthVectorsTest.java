package boreas.cryptoauth;

import boreas.vectors.Vectors;
import org.junit.jupiter.api.Test;

class CryptoAuthVectorsTest {
    @Test
    void sessionsSpeakAsGenuineOnesDo() throws Exception {
        Vectors.run(new CryptoAuthVectors());
    }

    @Test
    void passwordsBecomeWhatTheyDoInGenuineNodes() throws Exception {
        Vectors.run(new PasswordVectors());
    }
}
