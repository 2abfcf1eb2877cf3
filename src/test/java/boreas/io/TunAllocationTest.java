package boreas.io;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.env.AllocatedBytes;
import boreas.env.Counters;
import boreas.ffm.LibC;
import boreas.ffm.Linux;
import boreas.wire.Batch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// A super-packet is cut, and merged again, without an object.
class TunAllocationTest {
    @Test
    void neitherCuttingNorMergingAllocates() {
        int fd = LibC.open("/dev/null", Linux.O_RDWR, 0);
        var counters = new Counters();
        var inbox = new TunInbox(fd, VnetHeader.SIZE, counters);
        var outbox = new TunOutbox(fd, VnetHeader.SIZE, counters);
        var batch = new Batch(DataLoop.BATCH_PACKETS);
        var whole = new TcpPackets(false);
        whole.payload = TcpPackets.random(1, 50 * 1200);
        var bytes = whole.begun();
        var slab = inbox.freeSlab();
        MemorySegment.copy(
                bytes, 0, slab.memory, ValueLayout.JAVA_BYTE, FlowQueue.PACKET_AT, bytes.length);
        VnetHeader.write(
                slab.memory,
                FlowQueue.PACKET_AT - VnetHeader.SIZE,
                VnetHeader.NEEDS_CHECKSUM,
                VnetHeader.TCP6,
                whole.headerBytes(),
                1200,
                40,
                16);
        int packets = 0;
        long perPacket = Long.MAX_VALUE;
        // The first rounds run in the interpreter, which allocates for native calls; the smallest
        // object would be 16 bytes.
        for (int round = 0; round < 60 && perPacket >= 8; round++) {
            packets = 0;
            long before = AllocatedBytes.ofThisThread();
            for (int i = 0; i < 100; i++) {
                assert inbox.freeSlab() == slab;
                inbox.take(slab, bytes.length, batch, i);
                batch.clear();
                inbox.serve(batch, i);
                for (int k = 0; k < batch.size(); k++) outbox.add(batch.get(k));
                packets += batch.size();
                outbox.flush();
            }
            perPacket = (AllocatedBytes.ofThisThread() - before) / packets;
        }
        LibC.close(fd);
        assertThat(packets).isEqualTo(100 * 50);
        assertThat(perPacket).isLessThan(8);
        assertThat(counters.snapshot()).isEmpty();
    }

    @Test
    void mergingDatagramsAllocatesNothingEither() {
        int fd = LibC.open("/dev/null", Linux.O_RDWR, 0);
        var counters = new Counters();
        var outbox = new TunOutbox(fd, VnetHeader.SIZE, counters);
        var batch = new Batch(DataLoop.BATCH_PACKETS);
        var one = new UdpPackets(false);
        one.payload = TcpPackets.random(1, 100);
        var bytes = one.packet();
        while (!batch.isFull()) batch.next().append(bytes);
        long perPacket = Long.MAX_VALUE;
        for (int round = 0; round < 60 && perPacket >= 8; round++) {
            long before = AllocatedBytes.ofThisThread();
            for (int i = 0; i < 100; i++) {
                for (int k = 0; k < batch.size(); k++) outbox.add(batch.get(k));
                outbox.flush();
            }
            perPacket = (AllocatedBytes.ofThisThread() - before) / (100L * batch.size());
        }
        LibC.close(fd);
        assertThat(perPacket).isLessThan(8);
        assertThat(counters.snapshot()).isEmpty();
    }
}
