package boreas.config;

import org.jspecify.annotations.Nullable;

/// What the process gives up once it is set up.
///
/// @param setUser the user to become; null: stay
/// @param chroot null: none
/// @param noFiles no further descriptors
/// @param noForks no further processes
/// @param seccomp as in files for v21; later files do not know it
public record SecurityConf(
        @Nullable String setUser,
        boolean keepNetAdmin,
        @Nullable String chroot,
        boolean noFiles,
        boolean noForks,
        boolean seccomp,
        boolean setupComplete) {
    public static final SecurityConf DEFAULT =
            new SecurityConf("nobody", true, "/var/run/", false, true, true, true);
}
