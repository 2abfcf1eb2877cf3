package boreas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PacketTest {
    private final Batch batch = new Batch(2);
    private final Packet packet = batch.next();

    @Test
    void numbersAreBigEndianAndCountFromTheWindow() {
        packet.append(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, (byte) 0x88});
        packet.dropFront(1);
        assertThat(packet.u8(0)).isEqualTo(1);
        assertThat(packet.u16(0)).isEqualTo(0x0102);
        assertThat(packet.i32(0)).isEqualTo(0x01020304);
        assertThat(packet.i64(0)).isEqualTo(0x0102030405060788L);
        assertThat(packet.u8(7)).isEqualTo(0x88);
    }

    @Test
    void whatIsPrependedComesFirst() {
        packet.append(new byte[] {9});
        packet.prepend(4);
        packet.putI32(0, 0xcafebabe);
        assertThat(packet.toString()).isEqualTo("cafebabe09");
        packet.dropFront(4);
        assertThat(packet.toString()).isEqualTo("09");
    }

    @Test
    void nothingOutsideTheWindowCanBeReadOrWritten() {
        packet.append(new byte[4]);
        assertThatThrownBy(() -> packet.i64(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.i32(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.u8(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.dropFront(5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.truncate(5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.prepend(Packet.HEADROOM + 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.extend(Packet.CAPACITY))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void slotsOfABatchDoNotOverlap() {
        var other = batch.next();
        packet.extend(packet.tailroom());
        for (int i = 0; i < packet.length(); i++) packet.putU8(i, 0xff);
        other.clear(0).extend(Packet.CAPACITY);
        for (int i = 0; i < other.length(); i++) assertThat(other.u8(i)).isZero();
    }

    @Test
    void aReusedSlotStartsEmptyWithItsHeadRoom() {
        packet.append(new byte[10]);
        packet.linkLo = 5;
        batch.clear();
        var again = batch.next();
        assertThat(again).isSameAs(packet);
        assertThat(again.length()).isZero();
        assertThat(again.headroom()).isEqualTo(Packet.HEADROOM);
        assertThat(again.linkLo).isZero();
    }

    @Test
    void aBatchIsBounded() {
        batch.next();
        assertThat(batch.isFull()).isTrue();
    }
}
