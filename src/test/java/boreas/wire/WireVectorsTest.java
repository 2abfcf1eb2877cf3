package boreas.wire;

import boreas.vectors.Vectors;
import org.junit.jupiter.api.Test;

class WireVectorsTest {
    @Test
    void checksumsAndControlFramesOfGenuineNodesHold() throws Exception {
        Vectors.run(new WireVectors());
    }

    @Test
    void routingMessagesAndEchoesOfGenuineNodesHold() throws Exception {
        Vectors.run(new ContentVectors());
    }
}
