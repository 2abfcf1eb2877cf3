package boreas.address;

import boreas.vectors.Vectors;
import org.junit.jupiter.api.Test;

class KeyVectorsTest {
    @Test
    void keysAndTheirTextFormsAreThoseOfGenuineNodes() throws Exception {
        Vectors.run(new KeyVectors());
    }
}
