package boreas.session;

import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;

/// End-to-end sessions with genuine nodes, frame by frame.
public final class SessionVectors implements VectorSuite {
    @Override
    public String file() {
        return "session*.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        for (var c : file.cases("sessions")) report.check(c, () -> new RecordedSession(c).play());
    }
}
