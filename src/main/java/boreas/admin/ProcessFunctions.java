package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What the process is made of: its memory (`Allocator_*`), its tun device (`Core_*`), its sockets
/// (`UDPInterface_*`) and what works on them, its descriptors (`Admin_*`). Source: cjdns protocol,
/// admin API.
final class ProcessFunctions {
    /// One thread reads and writes them all.
    private static final String WORKER = "DataLoop";

    private final OffLoop node;
    private final HostProcess process;

    private ProcessFunctions(OffLoop node, HostProcess process) {
        this.node = node;
        this.process = process;
    }

    static List<AdminFunction> of(OffLoop node, HostProcess process) {
        var f = new ProcessFunctions(node, process);
        return List.of(
                guarded("Admin_exportFd", ProcessFunctions::exportFd, required("fd", INT)),
                guarded("Admin_importFd", _ -> Refusal.IMPORT_FD.reply()),
                guarded(
                        "Allocator_bytesAllocated",
                        _ -> new Reply().with("bytes", process.memoryBytes())),
                guarded("Allocator_snapshot", f::tellMemory, optional("includeAllocations", INT)),
                guardedLater(
                        "UDPInterface_getFd",
                        call -> f.onSocket(call, fd -> Reply.success().with("fd", fd)),
                        optional("interfaceNumber", INT)),
                guardedLater(
                        "UDPInterface_workerStates",
                        call -> f.onSocket(call, _ -> workers()),
                        optional("interfaceNumber", INT)),
                guarded(
                        "Core_initSocket",
                        _ -> Refusal.INIT_SOCKET.reply(),
                        required("socketFullPath", STRING),
                        optional("socketAttemptToCreate", INT)),
                guarded(
                        "Core_initTunfd",
                        ProcessFunctions::initTunFd,
                        required("tunfd", INT),
                        optional("type", INT)),
                guarded(
                        "Core_initTunnel",
                        _ -> Refusal.INIT_TUN.reply(),
                        optional("desiredTunName", STRING)),
                guarded(
                        "Core_stopTun",
                        _ ->
                                process.hasTun()
                                        ? Refusal.STOP_TUN.reply()
                                        : Reply.error("no tun currently configured")),
                guarded(
                        "Core_tunWorkers",
                        _ ->
                                process.hasTun()
                                        ? workers()
                                        : Reply.error(
                                                "TUN device missing or does not use workers")));
    }

    private static Reply exportFd(Call call) {
        return call.arguments().number("fd", -1) < 0
                ? Reply.error("invalid fd")
                : Refusal.EXPORT_FD.reply();
    }

    private static Reply initTunFd(Call call) {
        return call.arguments().number("tunfd", -1) < 0
                ? Reply.error("Invalid tunfd")
                : Refusal.INIT_TUN.reply();
    }

    private Reply tellMemory(Call call) {
        process.logMemory();
        return Reply.success();
    }

    private static Reply workers() {
        var one = new Reply().with("0", WORKER);
        return Reply.success().with("workers", new Reply().with("recv", one).with("send", one));
    }

    /// What is to be said of a socket.
    @FunctionalInterface
    private interface Answer {
        Reply of(int fd);
    }

    private CompletableFuture<Reply> onSocket(Call call, Answer answer) {
        return node.snapshot()
                .thenCompose(s -> {
                    var port = PeerArguments.port(call.arguments(), s, false);
                    return port == null
                            ? CompletableFuture.completedFuture(
                                    PeerArguments.noSuchSocket().reply())
                            : node.handOn(process.descriptor(port.port())).thenApply(answer::of);
                });
    }
}
