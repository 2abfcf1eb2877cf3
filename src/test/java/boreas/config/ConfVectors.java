package boreas.config;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.address.Identity;
import boreas.crypto.CryptoProviders;
import boreas.value.LaxJson;
import boreas.value.Value;
import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;
import java.nio.charset.StandardCharsets;

/// Configurations as genuine nodes generate them: read without a word, written back unchanged.
public final class ConfVectors implements VectorSuite {
    @Override
    public String file() {
        return "conf/*.conf";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        byte[] text = file.bytes();
        var crypto = CryptoProviders.choose();
        report.check(
                "whole",
                () -> {
                    var reading = ConfReader.read(text, key -> Identity.of(key, crypto));
                    assertThat(reading.problems()).isEmpty();
                    var conf = reading.conf();
                    assertThat(conf).isNotNull();
                    assertThat(reading.document().bytes()).isEqualTo(text);
                    var root = reading.document().root();
                    if (conf == null || root == null) return;
                    assertThat(conf.udpInterfaces()).hasSize(2);
                    assertThat(conf.authorizedPasswords()).hasSize(1);
                    assertThat(root.str("publicKey"))
                            .isEqualTo(Value.of(conf.identity().publicKey().toString()));
                    assertThat(root.str("ipv6"))
                            .isEqualTo(Value.of(conf.identity().ip6().toString()));
                    var cleaned =
                            LaxJson.parse(CleanConf.of(root).getBytes(StandardCharsets.UTF_8));
                    assertThat(cleaned.flaws()).isEmpty();
                    assertThat(cleaned.root()).isEqualTo(root);
                });
    }
}
