package boreas.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;
import java.util.HexFormat;
import java.util.Locale;

/// Keys, their text forms and addresses. The passwords of the same file belong to cryptoauth.
public final class KeyVectors implements VectorSuite {
    @Override
    public String file() {
        return "keys.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        for (var c : file.cases("keys"))
            report.check(
                    c,
                    () -> {
                        var key = PublicKey.of(c.hex("public"), 0);
                        assertThat(key.isNodeKey()).isTrue();
                        assertThat(key.toString()).isEqualTo(c.text("base32"));
                        assertThat(PublicKey.parse(c.text("base32"))).isEqualTo(key);
                        assertThat(key.ip6().toString()).isEqualTo(c.text("ipv6"));
                        assertThat(key.ip6().shortText()).isEqualTo(c.text("ipv6Short"));
                        assertThat(key.ip6().bytes()).isEqualTo(c.hex("ipv6Bytes"));
                        assertThat(Ip6.parse(c.text("ipv6Short"))).isEqualTo(key.ip6());
                        var secret = PrivateKey.parse(c.text("private"));
                        assertThat(secret.bytes()).isEqualTo(c.hex("private"));
                    });
        for (var c : file.cases("invalidKeys"))
            report.check(
                    c,
                    () -> {
                        var key = PublicKey.of(c.hex("public"), 0);
                        assertThat(key.isNodeKey()).isEqualTo(c.flag("valid"));
                        assertThat(HexFormat.of().formatHex(key.ip6().bytes()))
                                .isEqualTo(c.text("hash16"));
                        assertThat(key.toString()).isEqualTo(c.text("base32"));
                        assertThatThrownBy(() -> PublicKey.parse(c.text("base32")))
                                .hasMessage("not a valid cjdns public key");
                    });
        for (var c : file.cases("base32"))
            report.check(
                    c,
                    () -> {
                        assertThat(Base32.encode(c.hex("bytes"))).isEqualTo(c.text("text"));
                        assertThat(Base32.decode(c.text("text"))).isEqualTo(c.hex("bytes"));
                        String upper = c.text("text").toUpperCase(Locale.ROOT);
                        assertThat(Base32.decode(upper)).isEqualTo(c.hex("bytes"));
                    });
        for (var c : file.cases("base32Bad"))
            report.check(c, () -> assertThat(Base32.decode(c.text("text"))).isNull());
    }
}
