package boreas.io;

import boreas.env.Clock;
import boreas.env.Counters;
import boreas.env.Verdict;
import boreas.link.LinkPort;
import boreas.tun.TunPort;
import boreas.wire.Batch;
import boreas.wire.Packet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The loop of the packet path. One thread calls [#run], or a test calls [#turn].
///
/// A turn, in this order:
///
/// 1. wait until a device is readable, a deadline has come, or a command was handed in; when
///    packets come singly and closely, rest a moment before that, and after a batch give way to
///    whoever waits for the processor ([Moderation])
/// 2. read the clock, once
/// 3. commands, at most [#COMMANDS_PER_TURN]
/// 4. each readable link: one batch of at most [#BATCH_PACKETS], handed to the core; more only of
///    what one system call has brought already. Of a watch only that it has news
/// 5. each tun device that is readable, or has packets waiting: one batch
/// 6. the core's deadlines
///
/// What the core sends is gathered by the devices and goes to the kernel when the core's turn ends
/// ([#flush]), which is before the batch is used again: one batch serves all devices. A device with
/// more to read is readable in the next turn, after the others had theirs. While a link has no room
/// for what it was lent, tun devices rest ([BackPressure]).
///
/// Only [#submit] and [#stop] may be called by other threads; devices are added and removed by the
/// loop's thread (in a command) or before it runs. Not to be run by a virtual thread: it waits in a
/// system call.
public final class DataLoop implements LinkPort, TunPort, AutoCloseable {
    /// Enough for the 53 pieces of a full TCP super-packet, small enough that others wait for some
    /// 300 us at most.
    public static final int BATCH_PACKETS = 64;

    public static final int COMMANDS_PER_TURN = 64;
    public static final int COMMANDS_WAITING_MAX = 1024;

    /// Something that the loop's thread shall do.
    @FunctionalInterface
    public interface Command {
        void run(long nowNs);
    }

    // What a readable descriptor is, above the bits of its number.
    private static final int NUMBER_MASK = 0xffff;
    private static final int LINK_TAG = 0, TUN_TAG = 1 << 16, BEACON_TAG = 2 << 16;
    private static final int WATCH_TAG = 3 << 16;

    private static final int LENT_MAX = 32;

    private final Clock clock;
    private final Counters counters;
    private final Poller poller = new Poller();
    private final BackPressure pressure = new BackPressure(poller);
    private final Moderation moderation = new Moderation();
    private final CommandQueue commands = new CommandQueue(COMMANDS_WAITING_MAX);
    private final Batch batch = new Batch(BATCH_PACKETS);
    private final List<@Nullable PacketDevice> links = new ArrayList<>();
    private final List<@Nullable PacketDevice> tuns = new ArrayList<>();

    /// By the number of the link whose broadcasts they carry; shorter than `links`, or with gaps.
    private final List<@Nullable PacketDevice> beacons = new ArrayList<>();

    /// Devices that were lent something since the last flush.
    private final PacketDevice[] lent = new PacketDevice[LENT_MAX];

    private int lentSize;

    /// What came in this turn.
    private int packets;

    private final BitSet readyTuns = new BitSet();
    private Consumer<String> onNotice = _ -> {};

    private record Watched(DeviceWatch watch, Runnable onChange) {}

    private final List<Watched> watches = new ArrayList<>();
    private volatile boolean isStopped;

    /// @param counters of the loop's thread, the core's own
    public DataLoop(Clock clock, Counters counters) throws DeviceException {
        this.clock = clock;
        this.counters = counters;
    }

    /// Tells, in a sentence, what the kernel does not do for the devices that are added from here
    /// on.
    public void onNotice(Consumer<String> onNotice) {
        this.onNotice = onNotice;
    }

    /// Takes over a socket, and closes it in the end. @return its port, as the core will call it
    public int addLink(UdpSocket socket) {
        socket.onNotice(onNotice);
        return add(links, socket, LINK_TAG);
    }

    /// Takes over a device, and closes it in the end. @return its port, as the core will call it
    public int addLink(EthernetDevice device) {
        return add(links, device, LINK_TAG);
    }

    /// Takes over the socket for a port's broadcasts, and closes it in the end. What arrives there
    /// comes up under the number of that port.
    public void addBeacons(int port, BeaconSocket socket) {
        while (beacons.size() <= port) beacons.add(null);
        if (beacons.set(port, socket) != null)
            throw new IllegalStateException("port " + port + " has a beacon socket already");
        socket.passOver(this::isOwnTun);
        poller.add(socket.fd(), BEACON_TAG + port);
    }

    private boolean isOwnTun(String device) {
        for (var tun : tuns) if (tun instanceof TunDevice t && t.name().equals(device)) return true;
        return false;
    }

    /// The socket for a port's broadcasts; null when it has none.
    public @Nullable BeaconSocket beacons(int port) {
        return port >= 0 && port < beacons.size() && beacons.get(port) instanceof BeaconSocket b
                ? b
                : null;
    }

    /// The file descriptor of a link, -1 when there is none of this number.
    public int descriptor(int port) {
        var device = port >= 0 && port < links.size() ? links.get(port) : null;
        return device == null ? -1 : device.fd();
    }

    /// The UDP socket of a port; null when it has none.
    public @Nullable UdpSocket udp(int port) {
        return port >= 0 && port < links.size() && links.get(port) instanceof UdpSocket u
                ? u
                : null;
    }

    /// Closes the socket for a port's broadcasts, if it has one.
    public void removeBeacons(int port) {
        if (port < beacons.size()) remove(beacons, port);
    }

    /// Takes over a watch, and closes it in the end.
    ///
    /// @param onChange called by the loop's thread when what it watches has changed; it must not
    ///   wait
    public void addWatch(DeviceWatch watch, Runnable onChange) {
        poller.add(watch.fd(), WATCH_TAG + watches.size());
        watches.add(new Watched(watch, onChange));
    }

    /// Takes over a device, and closes it in the end, unless it is lost before.
    ///
    /// @param tunId as the core will call it; a number may be given again when its device was lost
    public void addTun(int tunId, TunDevice device) {
        if (tunId < 0 || tunId > NUMBER_MASK) throw new IllegalArgumentException("tun " + tunId);
        while (tuns.size() <= tunId) tuns.add(null);
        if (tuns.get(tunId) != null)
            throw new IllegalStateException("there is a tun device " + tunId + " already");
        device.onNotice(onNotice);
        poller.add(device.fd(), TUN_TAG + tunId);
        pressure.addTun(device, TUN_TAG + tunId);
        tuns.set(tunId, device);
    }

    /// Closes it. @return false when there is none: it was lost, perhaps, and is its owner's then
    public boolean removeTun(int tunId) {
        if (tunId >= tuns.size() || tuns.get(tunId) == null) return false;
        remove(tuns, tunId);
        return true;
    }

    /// With the socket for its broadcasts, if it has one.
    public void removeLink(int port) {
        removeBeacons(port);
        remove(links, port);
    }

    @Override
    public void send(Packet packet) {
        boolean isForBeacons = packet.isBroadcast && beacons(packet.port) != null;
        send(isForBeacons ? beacons : links, packet.port, packet);
    }

    /// Sends what the devices were lent. The way to the links and that to the tuns end here alike.
    @Override
    public void flush() {
        int n = lentSize;
        lentSize = 0;
        for (int i = 0; i < n; i++) {
            lent[i].flush();
            if (lent[i].isBlocked()) pressure.onBlocked(lent[i], LINK_TAG + links.indexOf(lent[i]));
        }
    }

    @Override
    public void send(int tunId, Packet packet) {
        send(tuns, tunId, packet);
    }

    private void send(List<@Nullable PacketDevice> devices, int number, Packet packet) {
        var device = number >= 0 && number < devices.size() ? devices.get(number) : null;
        if (device == null) {
            counters.count(Verdict.SEND_FAILED);
            return;
        }
        if (!isLent(device)) {
            if (lentSize == LENT_MAX) flush();
            lent[lentSize++] = device;
        }
        device.lend(packet);
    }

    private boolean isLent(PacketDevice device) {
        for (int i = 0; i < lentSize; i++) if (lent[i] == device) return true;
        return false;
    }

    /// Hands a command in, from any thread. @return false when too many are waiting
    public boolean submit(Command command) {
        if (!commands.offer(command)) return false;
        poller.wake();
        return true;
    }

    /// Ends [#run] after the turn that is under way. From any thread.
    public void stop() {
        isStopped = true;
        poller.wake();
    }

    /// Turns until [#stop].
    public void run(Core core) {
        while (!isStopped) turn(core);
    }

    /// One turn; see above.
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it gives way, no more
    public void turn(Core core) {
        if (moderation.isRestDue()) LockSupport.parkNanos(Moderation.REST_NS);
        else if (moderation.isWayDue()) Thread.yield();
        int ready = poller.await(waitNs(core));
        packets = 0;
        long nowNs = clock.nanoTime();
        pressure.onTurn(nowNs);
        runCommands(core, nowNs);
        readyTuns.clear();
        for (int i = 0; i < ready; i++) {
            int tag = poller.tag(i);
            if ((tag & ~NUMBER_MASK) == TUN_TAG) readyTuns.set(tag & NUMBER_MASK);
            else receive(core, tag, nowNs);
        }
        receiveFromTuns(core, nowNs);
        moderation.onTurn(nowNs, packets);
        if (core.nextDeadlineNs() > nowNs) return;
        try {
            core.onDeadline(nowNs);
        } catch (RuntimeException | AssertionError fault) {
            onFault(core, fault, nowNs);
        }
    }

    private void receiveFromTuns(Core core, long nowNs) {
        boolean areRead = false;
        for (int i = 0; i < tuns.size(); i++) {
            if (!readyTuns.get(i) && !isHolding(tuns.get(i))) continue;
            receive(core, TUN_TAG + i, nowNs);
            areRead = true;
        }
        if (areRead) pressure.onTunsRead(nowNs);
    }

    /// Whether it has something that the poller does not know of.
    private boolean isHolding(@Nullable PacketDevice tun) {
        return tun != null && tun.isHolding() && !pressure.isPaused();
    }

    private long waitNs(Core core) {
        if (!commands.isEmpty()) return 0;
        for (int i = 0; i < tuns.size(); i++) if (isHolding(tuns.get(i))) return 0;
        long deadlineNs = Math.min(core.nextDeadlineNs(), pressure.deadlineNs());
        return deadlineNs == Long.MAX_VALUE ? Long.MAX_VALUE : deadlineNs - clock.nanoTime();
    }

    private void runCommands(Core core, long nowNs) {
        for (int i = 0; i < COMMANDS_PER_TURN; i++) {
            var command = commands.poll();
            if (command == null) return;
            try {
                command.run(nowNs);
            } catch (RuntimeException | AssertionError fault) {
                onFault(core, fault, nowNs);
            }
        }
    }

    private void onFault(Core core, Throwable fault, long nowNs) {
        flush(); // the turn was cut short; what it has sent is good
        core.onFault(fault, nowNs);
    }

    private void receive(Core core, int tag, long nowNs) {
        if ((tag & ~NUMBER_MASK) == WATCH_TAG) {
            onWatch(watches.get(tag & NUMBER_MASK));
            return;
        }
        int number = tag & NUMBER_MASK;
        int kind = tag & ~NUMBER_MASK;
        var devices = kind == TUN_TAG ? tuns : kind == BEACON_TAG ? beacons : links;
        var device = devices.get(number);
        if (device == null) return; // a command of this turn removed it
        boolean isAlive;
        do {
            batch.clear();
            isAlive = device.receive(batch, nowNs);
            packets += batch.size();
            if (batch.size() > 0) hand(core, kind, number, nowNs);
        } while (isAlive && kind != TUN_TAG && device.isHolding());
        if (isAlive) return;
        // Of all devices only a tun tells so: the others are watched.
        devices.set(number, null);
        pressure.remove(device);
        poller.remove(device.fd());
        try {
            if (device instanceof TunDevice tun) core.onTunLost(number, tun, nowNs);
        } catch (RuntimeException | AssertionError fault) {
            onFault(core, fault, nowNs);
        }
    }

    private void hand(Core core, int kind, int number, long nowNs) {
        try {
            if (kind == TUN_TAG) {
                core.onTun(number, batch, nowNs);
                return;
            }
            for (int i = 0; i < batch.size(); i++) batch.get(i).port = number;
            core.onDatagrams(number, batch, nowNs);
        } catch (RuntimeException | AssertionError fault) {
            onFault(core, fault, nowNs);
        }
    }

    private void onWatch(Watched one) {
        one.watch.drain();
        for (var link : links) if (link instanceof UdpSocket socket) socket.onDevicesChanged();
        one.onChange.run();
    }

    private int add(List<@Nullable PacketDevice> devices, PacketDevice device, int tagBase) {
        // A number is not given twice, so that a packet on its way never reaches a later device.
        int number = devices.size();
        if (number > NUMBER_MASK) throw new IllegalStateException("too many devices came and went");
        poller.add(device.fd(), tagBase + number);
        devices.add(device);
        return number;
    }

    private void remove(List<@Nullable PacketDevice> devices, int number) {
        flush();
        var device = devices.set(number, null);
        if (device == null) return;
        pressure.remove(device);
        poller.remove(device.fd());
        device.close();
    }

    /// Closes all devices. After [#run] has returned.
    @Override
    public void close() {
        for (var one : watches) {
            poller.remove(one.watch.fd());
            one.watch.close();
        }
        watches.clear();
        for (int i = 0; i < links.size(); i++) removeLink(i);
        for (int i = 0; i < tuns.size(); i++) remove(tuns, i);
        poller.close();
    }
}
