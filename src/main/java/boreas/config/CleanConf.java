package boreas.config;

import boreas.value.JsonText;
import boreas.value.LaxJson;
import boreas.value.Value;

/// A configuration without comments, as plain JSON: order as in the file, `version` added.
public final class CleanConf {
    private CleanConf() {}

    public static String of(Value.Dict root) {
        var dict = root;
        if (!root.has("version")) dict = root.edit().put("version", LaxJson.STRICT_VERSION).build();
        return JsonText.of(dict) + "\n";
    }
}
