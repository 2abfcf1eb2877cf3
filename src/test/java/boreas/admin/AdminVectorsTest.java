package boreas.admin;

import boreas.vectors.Vectors;
import org.junit.jupiter.api.Test;

final class AdminVectorsTest {
    @Test
    void answersAsGenuineNodesDid() throws Exception {
        Vectors.run(new AdminVectors());
    }

    @Test
    void signsAsGenuineNodesAccept() throws Exception {
        Vectors.run(new AdminVectors.Hash());
    }

    @Test
    void readsDatagramsOfALogSubscription() throws Exception {
        Vectors.run(new AdminVectors.LogStream());
    }
}
