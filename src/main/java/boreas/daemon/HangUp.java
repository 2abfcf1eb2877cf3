package boreas.daemon;

import boreas.ffm.LibC;
import boreas.ffm.LibCProcess;
import boreas.ffm.Linux;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/// SIGHUP. To a service it means: read your configuration again. To a program at a terminal it
/// means that nobody sits there any more, so there the JVM's own way stays, which is to end.
///
/// The JDK has no better door to signals than `sun.misc.Signal`, of which javac warns wherever it
/// is named; so it is found by its name. Without it the signal ends the node, as it does elsewhere.
///
/// What started the service may have left the signal ignored, as nohup(1) does, and a JVM would
/// keep it so: a service listens nevertheless, as daemons do.
final class HangUp {
    private HangUp() {}

    /// @param onSignal called by a thread of the JVM, once for each signal; it must not wait
    /// @return false when the signal keeps its other meaning
    static boolean listen(Runnable onSignal) {
        if (hasTerminal()) return false;
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var ours =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(),
                            new Class<?>[] {handler},
                            (self, method, _) -> answer(self, method, onSignal));
            var hangUp = signal.getConstructor(String.class).newInstance("HUP");
            return handle(signal.getMethod("handle", signal, handler), hangUp, ours);
        } catch (ReflectiveOperationException _) {
            return false; // not there, or the JVM was told to leave signals alone (-Xrs)
        }
    }

    /// For as long as one call takes the signal would end the process at once, so the rest is done
    /// before.
    private static boolean handle(Method handle, Object hangUp, Object ours)
            throws ReflectiveOperationException {
        long before = LibCProcess.signal(Linux.SIGHUP, Linux.SIG_DFL);
        boolean isHeard = false;
        try {
            handle.invoke(null, hangUp, ours);
            isHeard = true;
        } finally {
            if (!isHeard && before >= 0) LibCProcess.signal(Linux.SIGHUP, before);
        }
        return true;
    }

    private static Object answer(Object self, Method method, Runnable onSignal) {
        switch (method.getName()) {
            case "handle" -> onSignal.run();
            case "hashCode" -> {
                return System.identityHashCode(self);
            }
            default -> {}
        }
        return "SIGHUP";
    }

    /// Whether the process belongs to a terminal, whatever its streams are.
    private static boolean hasTerminal() {
        int fd = LibC.open("/dev/tty", Linux.O_RDWR | Linux.O_CLOEXEC, 0);
        if (fd < 0) return false;
        LibC.close(fd);
        return true;
    }
}
