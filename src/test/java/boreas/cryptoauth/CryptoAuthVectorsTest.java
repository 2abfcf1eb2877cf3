package boreas.cryptoauth;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

class CryptoAuthVectorsTest {
    @Test
    void sessionsSpeakAsGenuineOnesDo() throws Exception {
        Vectors.run(new CryptoAuthVectors());
    }

    @Test
    @DisabledIfSystemProperty(named = "boreas.vectors", matches = ".*")
    void eachMeantDifferenceOccursInTheVectors() throws Exception {
        var suite = new CryptoAuthVectors();
        Vectors.run(suite);
        assertThat(suite.differences()).containsExactlyInAnyOrder(Difference.values());
    }

    @Test
    void passwordsBecomeWhatTheyDoInGenuineNodes() throws Exception {
        Vectors.run(new PasswordVectors());
    }
}
