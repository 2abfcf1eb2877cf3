package boreas.config;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.crypto.CryptoProviders;
import boreas.value.LaxJson;
import boreas.vectors.StandardJson;
import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;
import java.nio.charset.StandardCharsets;

/// What `--cleanconf` of genuine nodes prints: read like a configuration, and cleaned to the same
/// content.
public final class CleanConfVectors implements VectorSuite {
    @Override
    public String file() {
        return "conf/*.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        byte[] text = file.bytes();
        var crypto = CryptoProviders.choose();
        report.check(
                "whole",
                () -> {
                    var content = StandardJson.parseDict(new String(text, StandardCharsets.UTF_8));
                    var root = LaxJson.parse(text).root();
                    assertThat(root).isEqualTo(content);
                    if (root == null) return;
                    String cleaned = CleanConf.of(root);
                    assertThat(StandardJson.parseDict(cleaned)).isEqualTo(content);
                    byte[] bytes = cleaned.getBytes(StandardCharsets.UTF_8);
                    var reading = ConfReader.read(bytes, key -> Identity.of(key, crypto));
                    assertThat(reading.problems()).isEmpty();
                });
    }
}
