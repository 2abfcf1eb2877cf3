package boreas.config;

import boreas.value.Value;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `security`: a list of one-key dicts, whose order counts for `setuser` only.
final class SecurityReader {
    private static final Set<String> KEYS =
            Set.of("setuser", "chroot", "nofiles", "noforks", "seccomp", "setupComplete");

    private final Problems problems;
    private @Nullable String setUser = SecurityConf.DEFAULT.setUser();
    private boolean staysUser;
    private boolean keepNetAdmin = SecurityConf.DEFAULT.keepNetAdmin();
    private @Nullable String chroot = SecurityConf.DEFAULT.chroot();
    private boolean noFiles = SecurityConf.DEFAULT.noFiles();
    private boolean noForks = SecurityConf.DEFAULT.noForks();
    private boolean seccomp = SecurityConf.DEFAULT.seccomp();
    private boolean setupComplete = SecurityConf.DEFAULT.setupComplete();

    private SecurityReader(Problems problems) {
        this.problems = problems;
    }

    static SecurityConf read(Section root) {
        var reader = new SecurityReader(root.problems());
        var value = root.value("security");
        if (value instanceof Value.Items items)
            for (int i = 0; i < items.size(); i++) reader.entry(items.values().get(i), i);
        else if (value != null)
            reader.problems.slip(
                    value.at(),
                    "security: read %s, expected a List of Dicts; as it is, the defaults count"
                            .formatted(Problems.type(value)));
        return new SecurityConf(
                reader.setUser,
                reader.keepNetAdmin,
                reader.chroot,
                reader.noFiles,
                reader.noForks,
                reader.seccomp,
                reader.setupComplete);
    }

    private void entry(Value value, int index) {
        if (!(value instanceof Value.Dict dict)) {
            unrecognized(value, index, Problems.type(value), null);
            return;
        }
        for (var e : dict.entries().entrySet()) {
            switch (e.getKey().text()) {
                case "setuser" -> setUser(dict, e.getValue());
                case "chroot" -> chroot(e.getValue());
                case "nofiles" -> noFiles = flag(e, noFiles);
                case "noforks" -> noForks = flag(e, noForks);
                case "seccomp" -> seccomp = flag(e, seccomp);
                case "setupComplete" -> setupComplete = flag(e, setupComplete);
                case "keepNetAdmin", "exemptAngel" -> {
                    flag(e, false);
                    if (!dict.has("setuser"))
                        unrecognized(e.getKey(), index, "it alone", "setuser");
                }
                default -> unknown(e.getKey(), index);
            }
        }
    }

    private void unknown(Value.Str key, int index) {
        if (key.text().startsWith("_")) return;
        unrecognized(key, index, '"' + key.text() + '"', Spelling.nearest(key.text(), KEYS));
    }

    private void unrecognized(Value value, int index, String read, @Nullable String meant) {
        var sentence =
                "security[%d]: read %s, expected one of setuser, chroot, nofiles, noforks, setupComplete; "
                        .formatted(index, read);
        if (meant == null) problems.warning(value.at(), sentence + "it counts for nothing");
        else problems.slip(value.at(), sentence + "did you mean \"" + meant + "\"?");
    }

    private void setUser(Value.Dict dict, Value value) {
        if (value instanceof Value.Int zero && zero.number() == 0) {
            setUser = null;
            staysUser = true;
        } else if (value instanceof Value.Str user) {
            if (staysUser) return;
            setUser = user.text();
            long exempt = dict.number("exemptAngel", 0);
            keepNetAdmin = dict.number("keepNetAdmin", exempt) != 0;
        } else {
            wrong(value, "setuser", "the name of a user, or 0");
        }
    }

    private void chroot(Value value) {
        if (value instanceof Value.Int zero && zero.number() == 0) chroot = null;
        else if (value instanceof Value.Str path) chroot = path.text();
        else wrong(value, "chroot", "a path, or 0");
    }

    private boolean flag(Map.Entry<Value.Str, Value> entry, boolean otherwise) {
        if (entry.getValue() instanceof Value.Int i) return i.number() != 0;
        wrong(entry.getValue(), entry.getKey().text(), "0 or 1 without quotes");
        return otherwise;
    }

    private void wrong(Value value, String key, String expected) {
        problems.slip(
                value.at(),
                "security.%s: read %s, expected %s; as it is, it counts for nothing"
                        .formatted(key, Problems.show(value), expected));
    }
}
