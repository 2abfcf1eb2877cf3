package boreas.daemon.site;

import boreas.ffm.LibCProcess;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/// A thread that has given up all capabilities: root is nobody there, but for what it owns.
public final class Unprivileged {
    // prctl(2), linux/securebits.h
    private static final int PR_SET_SECUREBITS = 28, SECBIT_NOROOT = 1;

    private static final int CAPABILITY_VERSION_3 = 0x2008_0522;

    private Unprivileged() {}

    /// What goes wrong goes wrong here.
    public static <R> R run(Callable<R> work) {
        return run(work, 0);
    }

    /// The same, and programs that it starts get no capabilities back for being root's.
    public static <R> R runWithPrograms(Callable<R> work) {
        return run(work, SECBIT_NOROOT);
    }

    private static <R> R run(Callable<R> work, int secureBits) {
        var done = new CompletableFuture<R>();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        giveUpRights(secureBits);
                        done.complete(work.call());
                    } catch (Exception | Error e) {
                        done.completeExceptionally(e);
                    }
                });
        return done.join();
    }

    /// capset(2) with empty sets, for the calling thread.
    private static void giveUpRights(int secureBits) {
        if (secureBits != 0) {
            int r = LibCProcess.prctl(PR_SET_SECUREBITS, secureBits, 0, 0, 0);
            if (r != 0) throw new AssertionError("securebits: " + r);
        }
        try (var arena = Arena.ofConfined()) {
            var header = arena.allocate(8, 8);
            header.set(ValueLayout.JAVA_INT, 0, CAPABILITY_VERSION_3);
            var sets = arena.allocate(24, 8);
            int r = LibCProcess.capset(header.address(), sets.address());
            if (r != 0) throw new AssertionError("capset: " + r);
        }
    }
}
