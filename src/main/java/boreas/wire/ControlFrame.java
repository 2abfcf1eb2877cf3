package boreas.wire;

/// Control frames as values. Source: cjdns protocol, control frames; vectors: `switch.json`
/// (`ctrlFrames`).
///
/// Behind the [ControlHeader] come, in bytes:
///
/// ```
///   ERROR           number 4 | cause: its switch header 12, then what followed it
///   PING, PONG      magic 4 | version 4 | data
///   KEYPING, -PONG  magic 4 | version 4 | key 32 | data
///   GETSNODE        magic 4 | version 4 | snode version 4 | kb/s 4 | snode key 32 | path 8 | data
///   RPATH           magic 4 | version 4 | path 8 | data
///   LLADDR          magic 4 | version 4 | address 32 | data
/// ```
///
/// `version` is the protocol version of the sender. `data` is the asker's own; an answer carries it
/// back unchanged. What was read is written again byte for byte.
public sealed interface ControlFrame {
    ControlType type();

    /// Writes what follows the header into an empty packet.
    void writeBody(Packet p);

    /// Fills an empty packet with the whole frame, header and checksum included.
    default void writeTo(Packet p) {
        writeBody(p);
        ControlHeader.prepend(p, type());
    }

    /// Reads a frame that [ControlHeader#check] found [boreas.env.Verdict#OK]; the packet's window
    /// begins at the control header.
    static ControlFrame read(Packet p) {
        var type = ControlType.of(ControlHeader.type(p));
        if (type == null) throw new IllegalArgumentException("frame was not checked");
        int version = ControlHeader.version(p);
        int data = ControlHeader.SIZE + type.minBody();
        return switch (type) {
            case ERROR ->
                    new SwitchError(
                            p.i32(ControlHeader.ERROR_CODE), rest(p, ControlHeader.ERROR_CAUSE));
            case PING -> new Ping(version, rest(p, data));
            case PONG -> new Pong(version, rest(p, data));
            case KEYPING ->
                    new KeyPing(
                            version,
                            Bytes.of(p, ControlHeader.BODY, ControlHeader.KEY_SIZE),
                            rest(p, data));
            case KEYPONG ->
                    new KeyPong(
                            version,
                            Bytes.of(p, ControlHeader.BODY, ControlHeader.KEY_SIZE),
                            rest(p, data));
            case GETSNODE_QUERY -> new GetSnodeQuery(version, Snode.read(p), rest(p, data));
            case GETSNODE_REPLY -> new GetSnodeReply(version, Snode.read(p), rest(p, data));
            case RPATH_QUERY -> new RpathQuery(version, p.i64(ControlHeader.BODY), rest(p, data));
            case RPATH_REPLY -> new RpathReply(version, p.i64(ControlHeader.BODY), rest(p, data));
            case LLADDR_QUERY ->
                    new LinkAddressQuery(
                            version, LinkAddressField.read(p, ControlHeader.BODY), rest(p, data));
            case LLADDR_REPLY ->
                    new LinkAddressReply(
                            version, LinkAddressField.read(p, ControlHeader.BODY), rest(p, data));
        };
    }

    /// A packet could not be forwarded or opened.
    ///
    /// @param code see [SwitchErrorCode]
    /// @param cause the packet's first bytes (at least 16) from its switch header on, as the node
    ///   that complains received it
    record SwitchError(int code, Bytes cause) implements ControlFrame {
        /// The shortest cause that a switch answers with an error: switch header and one word.
        public static final int MIN_CAUSE = 16;

        /// As much as a switch quotes of a cause.
        public static final int MAX_CAUSE = 256;

        public SwitchError {
            if (cause.length() < MIN_CAUSE)
                throw new IllegalArgumentException("cause of " + cause.length() + " bytes");
        }

        /// The failing packet's label where it failed.
        public long causeLabel() {
            return cause.i64(0);
        }

        @Override
        public ControlType type() {
            return ControlType.ERROR;
        }

        @Override
        public void writeBody(Packet p) {
            p.appendI32(code);
            cause.appendTo(p);
        }
    }

    record Ping(int version, Bytes data) implements ControlFrame {
        @Override
        public ControlType type() {
            return ControlType.PING;
        }

        @Override
        public void writeBody(Packet p) {
            start(p, this, version);
            data.appendTo(p);
        }
    }

    record Pong(int version, Bytes data) implements ControlFrame {
        @Override
        public ControlType type() {
            return ControlType.PONG;
        }

        @Override
        public void writeBody(Packet p) {
            start(p, this, version);
            data.appendTo(p);
        }
    }

    /// @param key the sender's permanent key, or zeros; 32 bytes
    record KeyPing(int version, Bytes key, Bytes data) implements ControlFrame {
        @Override
        public ControlType type() {
            return ControlType.KEYPING;
        }

        @Override
        public void writeBody(Packet p) {
            start(p, this, version);
            key.appendTo(p);
            data.appendTo(p);
        }
    }

    /// @param key the sender's permanent key, 32 bytes
    record KeyPong(int version, Bytes key, Bytes data) implements ControlFrame {
        @Override
        public ControlType type() {
            return ControlType.KEYPONG;
        }

        @Override
        public void writeBody(Packet p) {
            start(p, this, version);
            key.appendTo(p);
            data.appendTo(p);
        }
    }

    /// @param snode genuine askers send zeros
    record GetSnodeQuery(int version, Snode snode, Bytes data) implements ControlFrame {
        @Override
        public ControlType type() {
            return ControlType.GETSNODE_QUERY;
        }

        @Override
        public void writeBody(Packet p) {
            start(p, this, version);
            snode.appendTo(p);
            data.appendTo(p);
        }
    }

    record GetSnodeReply(int version, Snode snode, Bytes data) implements ControlFrame {
        @Override
        public ControlType type() {
            return ControlType.GETSNODE_REPLY;
        }

        @Override
        public void writeBody(Packet p) {
            start(p, this, version);
            snode.appendTo(p);
            data.appendTo(p);
        }
    }

    /// @param path the asker's own path to the asked, or 0; need not be read
    record RpathQuery(int version, long path, Bytes data) implements ControlFrame {
        @Override
        public ControlType type() {
            return ControlType.RPATH_QUERY;
        }

        @Override
        public void writeBody(Packet p) {
            start(p, this, version);
            p.appendI64(path);
            data.appendTo(p);
        }
    }

    /// @param path the path by which the answering node reaches the asker
    record RpathReply(int version, long path, Bytes data) implements ControlFrame {
        @Override
        public ControlType type() {
            return ControlType.RPATH_REPLY;
        }

        @Override
        public void writeBody(Packet p) {
            start(p, this, version);
            p.appendI64(path);
            data.appendTo(p);
        }
    }

    /// @param address genuine askers send [LinkAddressField#NONE]
    record LinkAddressQuery(int version, LinkAddressField address, Bytes data)
            implements ControlFrame {
        @Override
        public ControlType type() {
            return ControlType.LLADDR_QUERY;
        }

        @Override
        public void writeBody(Packet p) {
            start(p, this, version);
            address.bytes().appendTo(p);
            data.appendTo(p);
        }
    }

    /// @param address where the answering node sees the asker
    record LinkAddressReply(int version, LinkAddressField address, Bytes data)
            implements ControlFrame {
        @Override
        public ControlType type() {
            return ControlType.LLADDR_REPLY;
        }

        @Override
        public void writeBody(Packet p) {
            start(p, this, version);
            address.bytes().appendTo(p);
            data.appendTo(p);
        }
    }

    /// A supernode, as told in GETSNODE frames.
    ///
    /// @param version its protocol version, 0 if there is none
    /// @param kbps bandwidth that the sender of the frame grants, [#NO_LIMIT] if not configured
    /// @param key its permanent key, zeros if there is none; 32 bytes
    /// @param path to it, from the sender of the frame
    record Snode(int version, int kbps, Bytes key, long path) {
        public static final int NO_LIMIT = 0xffffffff;

        private static final int SIZE = 8 + ControlHeader.KEY_SIZE + 8;

        /// What a node answers that has no supernode.
        public static final Snode UNKNOWN =
                new Snode(0, NO_LIMIT, Bytes.zeros(ControlHeader.KEY_SIZE), 0);

        /// What an asker sends.
        public static final Snode ASKED = new Snode(0, 0, Bytes.zeros(ControlHeader.KEY_SIZE), 0);

        public boolean isKnown() {
            return !key.isZero();
        }

        private static Snode read(Packet p) {
            return new Snode(
                    p.i32(ControlHeader.BODY),
                    p.i32(ControlHeader.BODY + 4),
                    Bytes.of(p, ControlHeader.BODY + 8, ControlHeader.KEY_SIZE),
                    p.i64(ControlHeader.BODY + 8 + ControlHeader.KEY_SIZE));
        }

        private void appendTo(Packet p) {
            p.extend(SIZE);
            writeAt(p, p.length() - SIZE);
        }

        /// Puts it where it stands in a GETSNODE frame.
        public void write(Packet p) {
            writeAt(p, ControlHeader.BODY);
        }

        private void writeAt(Packet p, int at) {
            p.putI32(at, version);
            p.putI32(at + 4, kbps);
            p.put(at + 8, key.toArray());
            p.putI64(at + 8 + ControlHeader.KEY_SIZE, path);
        }
    }

    private static void start(Packet p, ControlFrame frame, int version) {
        p.appendI32(frame.type().magic());
        p.appendI32(version);
    }

    private static Bytes rest(Packet p, int at) {
        return Bytes.of(p, at, p.length() - at);
    }
}
