package boreas.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonDocumentTest {
    @Test
    void aDocumentIsWrittenBackByteByByte() {
        String text = "// a\r\n{ /* b */ \"z\" : 1,\t\"a\": [ ], }\n\n// c";
        var document = LaxJson.parse(text.getBytes(StandardCharsets.UTF_8));
        assertThat(document.text()).isEqualTo(text);
    }
}
