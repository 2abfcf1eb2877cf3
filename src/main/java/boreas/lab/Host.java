package boreas.lab;

import boreas.ffm.Errno;
import boreas.ffm.LibC;
import boreas.ffm.LibCProcess;
import boreas.ffm.Linux;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// A host of the laboratory: a network namespace, a folder, and the programs started in it.
///
/// Its file system is the machine's; only the network is its own. So each host may use the same
/// ports, but files and sockets of two hosts must have different names.
public final class Host {
    private final String name;
    private final String namespace;
    private final Path folder;
    private final List<Process> started = new ArrayList<>();

    Host(String name, String namespace, Path folder) {
        this.name = name;
        this.namespace = namespace;
        this.folder = folder;
    }

    public String name() {
        return name;
    }

    /// The file that stands for the namespace.
    private Path namespaceFile() {
        return Namespaces.NAMES.resolve(namespace);
    }

    String namespace() {
        return namespace;
    }

    public Path folder() {
        return folder;
    }

    /// Runs a program here to its end.
    public Output run(Duration limit, String... words) {
        return Command.run(limit, inside(List.of(words)));
    }

    /// Runs a quick program here that must succeed.
    public Output must(String... words) {
        return Command.must(Command.QUICK, inside(List.of(words)));
    }

    /// Takes a network device from this host and gives it to another.
    public void moveDevice(String device, Host other) {
        must("ip", "link", "set", device, "netns", other.namespace);
    }

    /// Starts a program here. The process keeps the pid of what is started: nobody stands between.
    public synchronized Process start(Redirect input, Redirect output, List<String> words) {
        try {
            var process =
                    new ProcessBuilder(inside(words))
                            .redirectInput(input)
                            .redirectErrorStream(true)
                            .redirectOutput(output)
                            .start();
            started.removeIf(one -> !one.isAlive());
            started.add(process);
            return process;
        } catch (IOException e) {
            throw new LabException("cannot start " + words.getFirst() + ": " + e.getMessage(), e);
        }
    }

    /// Ends whatever was started here and whatever that left behind.
    synchronized void endAll() {
        // One that was started a moment ago may not have entered the namespace yet.
        started.forEach(Process::destroy);
        HostProcess.endAll(namespace);
        started.forEach(Process::destroyForcibly);
    }

    public List<HostProcess> processes() {
        return HostProcess.of(namespace);
    }

    /// Moves the calling thread, a platform thread, into this host's network: the sockets that it
    /// makes are the host's. It never moves back, it ends.
    void adoptThread() {
        int fd = LibC.open(namespaceFile().toString(), Linux.O_RDONLY | Linux.O_CLOEXEC, 0);
        if (fd < 0) throw new LabException("no network of " + name + ": " + Errno.text(fd));
        int moved = LibCProcess.setns(fd, Linux.CLONE_NEWNET);
        LibC.close(fd);
        if (moved < 0)
            throw new LabException(
                    "cannot enter the network of " + name + ": " + Errno.text(moved));
    }

    /// Packets that a device of this host has handed to the kernel so far; 0 without the device.
    public long packetsFrom(String device) {
        return inside(() -> {
            var count = DeviceCount.first(device);
            return count == null ? 0L : count.in();
        });
    }

    /// Computes something on a thread in this host's network.
    public <T> T inside(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        Thread.ofPlatform()
                .daemon()
                .name("in " + name)
                .start(() -> {
                    try {
                        adoptThread();
                        answer.complete(question.get());
                    } catch (RuntimeException | Error e) {
                        answer.completeExceptionally(e);
                    }
                });
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw new LabException("on " + name + ": " + e.getMessage(), e);
        }
    }

    /// nsenter(1) replaces itself by the program, and changes nothing but the network.
    private List<String> inside(List<String> words) {
        var line = new ArrayList<>(List.of("nsenter", "--net=" + namespaceFile(), "--"));
        line.addAll(words);
        return line;
    }

    @Override
    public String toString() {
        return name;
    }
}
