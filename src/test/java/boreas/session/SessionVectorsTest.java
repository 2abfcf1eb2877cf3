package boreas.session;

import boreas.vectors.Vectors;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SessionVectorsTest {
    @Test
    void weSayAndUnderstandWhatWasRecordedWithGenuineNodes() throws IOException {
        Vectors.run(new SessionVectors());
    }
}
