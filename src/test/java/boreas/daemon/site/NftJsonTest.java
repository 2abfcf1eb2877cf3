package boreas.daemon.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class NftJsonTest {
    private static final String TEXT =
            "{\"nftables\": [{\"rule\": {\"family\": \"inet\", \"prio\": -150, \"log\": true,"
                    + " \"expr\": [{\"accept\": null}, 1.5, \"a\\u0041\\\"\\n\"], \"no\": {}}}]}\n";

    @Test
    void readsWhatNftWrites() throws SiteException {
        var items = Objects.requireNonNull(NftJson.parse(TEXT).items("nftables"));
        assertThat(items.values().getFirst().toString())
                .contains("inet", "-150", "accept", "1.5", "aA\"");
    }

    @Test
    void eachCutTextIsRefused() {
        for (int i = 0; i < TEXT.length() - 1; i++) {
            var cut = TEXT.substring(0, i);
            assertThatThrownBy(() -> NftJson.parse(cut)).as(cut).isInstanceOf(SiteException.class);
        }
    }

    @Test
    void whatIsNestedTooDeepIsRefused() {
        assertThatThrownBy(() -> NftJson.parse("{\"a\":" + "[".repeat(100_000)))
                .isInstanceOf(SiteException.class);
    }
}
