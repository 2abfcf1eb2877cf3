package boreas.link;

import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;

/// Noise links. This node speaks legacy CryptoAuth on links, as every genuine default build does
/// when it calls; so the file is known, and each of its cases is named as not judged.
public final class NoiseVectors implements VectorSuite {
    @Override
    public String file() {
        return "noise.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        for (var _ : file.cases("links")) report.skip("Noise links");
        for (var _ : file.cases("additionalData")) report.skip("additional data of Noise");
    }
}
