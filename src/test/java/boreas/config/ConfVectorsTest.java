package boreas.config;

import boreas.vectors.Vectors;
import org.junit.jupiter.api.Test;

class ConfVectorsTest {
    @Test
    void configurationsOfGenuineNodesAreReadWithoutAWord() throws Exception {
        Vectors.run(new ConfVectors());
    }

    @Test
    void cleanedConfigurationsOfGenuineNodesKeepTheirContent() throws Exception {
        Vectors.run(new CleanConfVectors());
    }
}
