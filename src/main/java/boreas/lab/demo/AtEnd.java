package boreas.lab.demo;

/// Something to do when the JVM is told to end (Ctrl-C) while a block runs, and only then.
final class AtEnd implements AutoCloseable {
    private final Thread hook;

    private AtEnd(Thread hook) {
        this.hook = hook;
    }

    static AtEnd run(Runnable work) {
        var hook = new Thread(work, "demo-end");
        Runtime.getRuntime().addShutdownHook(hook);
        return new AtEnd(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending: the hook runs or has run
        }
    }
}
