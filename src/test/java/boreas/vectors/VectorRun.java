package boreas.vectors;

import boreas.address.KeyVectors;
import boreas.admin.AdminVectors;
import boreas.config.CleanConfVectors;
import boreas.config.ConfVectors;
import boreas.cryptoauth.CryptoAuthVectors;
import boreas.cryptoauth.PasswordVectors;
import boreas.label.LabelVectors;
import boreas.link.NoiseVectors;
import boreas.session.SessionVectors;
import boreas.switching.HopVectors;
import boreas.tap.TapVectors;
import boreas.tun.IcmpVectors;
import boreas.wire.ContentVectors;
import boreas.wire.SupernodeVectors;
import boreas.wire.WireVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs every suite over every file of a folder: `./dev vectors DIR`.
///
/// A file, or a top-level list or dict of a file, that no suite knows is a failure.
public final class VectorRun {
    /// One line for each suite, in the order of their packages.
    static final List<VectorSuite> SUITES =
            List.of(
                    new AdminVectors(),
                    new AdminVectors.Hash(),
                    new AdminVectors.LogStream(),
                    new KeyVectors(),
                    new ConfVectors(),
                    new CleanConfVectors(),
                    new LabelVectors(),
                    new HopVectors(),
                    new WireVectors(),
                    new ContentVectors(),
                    new CryptoAuthVectors(),
                    new PasswordVectors(),
                    new SessionVectors(),
                    new IcmpVectors(),
                    new TapVectors(),
                    new NoiseVectors(),
                    new SupernodeVectors());

    private VectorRun() {}

    /// One report for each file, in the order of their names.
    public static List<VectorReport> over(Path folder) throws IOException {
        var reports = new ArrayList<VectorReport>();
        for (var file : Vectors.files(folder)) reports.add(judge(file));
        return reports;
    }

    private static VectorReport judge(VectorFile file) throws IOException {
        var report = new VectorReport(file.name());
        boolean isKnown = false;
        for (var suite : SUITES) {
            if (!Vectors.matches(suite, file.name())) continue;
            isKnown = true;
            Vectors.run(suite, file, report);
        }
        if (!isKnown) report.fail("", "no suite knows this file");
        else
            for (var section : file.unknownSections())
                report.fail(section, "no suite knows this section");
        return report;
    }
}
