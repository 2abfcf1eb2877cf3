package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import java.util.List;

/// `Security_*`: whom the process runs as. It gives up its rights at the start, by the `security`
/// section of the configuration, so here it only tells. Source: cjdns protocol, admin API.
final class SecurityFunctions {
    private final HostProcess process;

    private SecurityFunctions(HostProcess process) {
        this.process = process;
    }

    static List<AdminFunction> of(HostProcess process) {
        var f = new SecurityFunctions(process);
        return List.of(
                guarded("Security_nofiles", _ -> Refusal.NO_FILES.reply()),
                guarded("Security_noforks", _ -> Refusal.NO_FORKS.reply()),
                guarded("Security_chroot", _ -> Refusal.CHROOT.reply(), required("root", STRING)),
                guarded(
                        "Security_setUser",
                        f::setUser,
                        required("keepNetAdmin", INT),
                        required("uid", INT),
                        optional("gid", INT)),
                guarded("Security_getUser", f::getUser, optional("user", STRING)),
                // Nothing waits for it: the set-up was complete before this interface was there.
                guarded("Security_setupComplete", _ -> Reply.success()),
                guarded("Security_checkPermissions", f::checkPermissions));
    }

    private Reply setUser(Call call) {
        return call.arguments().number("uid", -1) == process.userId()
                ? Reply.success()
                : Refusal.SET_USER.reply();
    }

    private Reply getUser(Call call) {
        var user = process.user(call.arguments().optionalText("user"));
        return Reply.success()
                .with("name", user.name())
                .with("uid", user.uid())
                .with("gid", user.gid());
    }

    /// Files can be opened: a JVM that cannot is one that ends soon.
    private Reply checkPermissions(Call call) {
        return Reply.success().with("noOpenFiles", 0).with("userId", process.userId());
    }
}
