package boreas.session;

import java.nio.ByteBuffer;

/// A frame on its way in a [SessionWorld].
///
/// @param label as the sender wrote it
/// @param bytes from the switch header on
record Frame(TestNode from, TestNode to, long label, long pathBack, byte[] bytes, long arrivesNs) {
    enum Kind {
        HELLO,
        REPEAT_HELLO,
        KEY,
        REPEAT_KEY,
        DATA,
        CONTROL
    }

    Kind kind() {
        int word = ByteBuffer.wrap(bytes).getInt(12);
        if (word == -1) return Kind.CONTROL;
        return word >= 0 && word < 4 ? Kind.values()[word] : Kind.DATA;
    }

    boolean isHello() {
        return kind() == Kind.HELLO || kind() == Kind.REPEAT_HELLO;
    }

    boolean isHandshake() {
        return kind().compareTo(Kind.DATA) < 0;
    }

    Frame with(byte[] other, long arrivesNs) {
        return new Frame(from, to, label, pathBack, other, arrivesNs);
    }

    @Override
    public String toString() {
        return arrivesNs / 1_000_000 + " ms " + from + ">" + to + " " + kind();
    }
}
