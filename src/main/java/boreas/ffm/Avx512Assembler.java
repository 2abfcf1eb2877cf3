package boreas.ffm;

import java.util.Arrays;

/// Writes the few machine instructions of x86-64 that [Avx512Salsa20] is made of: vectors of 32-bit
/// words (AVX-512F, with AVX-512VL for the narrow ones) and the frame around them.
///
/// Vector registers have the numbers 0 to 31; an operand in memory is a general register and a
/// displacement in bytes. Source of the encodings: Intel 64 and IA-32 Architectures Software
/// Developer's Manual, volume 2 (2.7, "EVEX", and each instruction's page).
final class Avx512Assembler {
    /// Where the C calling convention has the first arguments; all of them may be overwritten.
    static final int RDI = 7, RSI = 6, RDX = 2, RCX = 1;

    /// Bytes of a vector register, as the encoding says them.
    enum Width {
        NARROW(32, 1),
        WIDE(64, 2);

        final int bytes;
        private final int code;

        Width(int bytes, int code) {
            this.bytes = bytes;
            this.code = code;
        }
    }

    /// A place in the code, to jump to or to read from. It may be used before it is set.
    static final class Label {
        private int at = -1;
        private int[] users = {};
    }

    private static final int MAP_0F = 1, MAP_0F38 = 2, MAP_0F3A = 3;
    private static final int PREFIX_66 = 1, PREFIX_F3 = 2, PREFIX_F2 = 3;

    /// Parts of a prefix: one word for all lanes; only the lanes of `k1`; zeros in the others.
    private static final int BROADCAST = 1 << 4, MASKED = 1, ZEROING = 1 << 7;

    private byte[] code = new byte[4096];
    private int length;
    private Width width = Width.WIDE;

    /// Vectors are this wide from here on.
    void use(Width width) {
        this.width = width;
    }

    /// The code from its first byte on; every label must be set.
    byte[] toBytes() {
        return Arrays.copyOf(code, length);
    }

    // Vectors of 32-bit words.

    /// `vpaddd`: `to = a + b`.
    void add(int to, int a, int b) {
        vector(MAP_0F, PREFIX_66, 0, 0xfe, to, a, b);
    }

    /// `vpaddd` of one word of memory, to each word of the vector.
    void addWord(int to, int a, int base, int displacement) {
        memory(MAP_0F, PREFIX_66, 0xfe, to, a, base, displacement, BROADCAST);
    }

    /// `vpaddd` of a vector in memory.
    void addVector(int to, int a, int base, int displacement) {
        memory(MAP_0F, PREFIX_66, 0xfe, to, a, base, displacement, 0);
    }

    /// `vpaddd` of one word of memory, in the lanes of the mask (`k1`) alone.
    void addWordWhereMasked(int to, int a, int base, int displacement) {
        memory(MAP_0F, PREFIX_66, 0xfe, to, a, base, displacement, BROADCAST | MASKED);
    }

    /// `vpsubd` of one word of memory, in the lanes of the mask (`k1`) alone.
    void subtractWordWhereMasked(int to, int a, int base, int displacement) {
        memory(MAP_0F, PREFIX_66, 0xfa, to, a, base, displacement, BROADCAST | MASKED);
    }

    /// `vpcmpud`, "not less": the mask (`k1`) has the lanes where `a`, without a sign, is at least
    /// the word of memory.
    void maskWhereAtLeast(int a, int base, int displacement) {
        memory(MAP_0F3A, PREFIX_66, 0x1e, 1, a, base, displacement, BROADCAST);
        put(5);
    }

    /// `vpaddd` of a vector in the code.
    void addVector(int to, int a, Label vector) {
        evex(MAP_0F, PREFIX_66, 0, 0, to, a, 0);
        put(0xfe);
        put(modrm(0, to, 5)); // 5: from the next instruction on
        use(vector);
    }

    /// `vpxord`: `to = a ^ b`.
    void xor(int to, int a, int b) {
        vector(MAP_0F, PREFIX_66, 0, 0xef, to, a, b);
    }

    /// `vprold`: each word of `from`, turned left.
    void rotateLeft(int to, int from, int bits) {
        vector(MAP_0F, PREFIX_66, 0, 0x72, 1, to, from); // 1 is a part of the opcode
        put(bits);
    }

    /// `vpbroadcastd`: one word of memory in all lanes.
    void broadcast(int to, int base, int displacement) {
        memory(MAP_0F38, PREFIX_66, 0x58, to, 0, base, displacement, 0);
    }

    /// `vpunpckldq`, `vpunpckhdq`: from each 16 bytes of both the lower (higher) two words, by
    /// passes.
    void interleaveWords(int to, int a, int b, boolean isHigh) {
        vector(MAP_0F, PREFIX_66, 0, isHigh ? 0x6a : 0x62, to, a, b);
    }

    /// `vpunpcklqdq`, `vpunpckhqdq`: the same of pairs of words.
    void interleavePairs(int to, int a, int b, boolean isHigh) {
        vector(MAP_0F, PREFIX_66, 1, isHigh ? 0x6d : 0x6c, to, a, b);
    }

    /// `vshufi32x4`: the lower half takes 16-byte parts of `a`, the higher half parts of `b`.
    ///
    /// @param choice the numbers of the parts, lowest first, two bits each (one bit each of a
    ///   narrow vector)
    void chooseParts(int to, int a, int b, int choice) {
        vector(MAP_0F3A, PREFIX_66, 0, 0x43, to, a, b);
        put(choice);
    }

    /// `vpermd`: each lane takes the word of memory, a vector of them, whose number the index has
    /// there.
    void choose(int to, int index, int base, int displacement) {
        memory(MAP_0F38, PREFIX_66, 0x36, to, index, base, displacement, 0);
    }

    /// `vpxord` of a vector in memory.
    void xorVector(int to, int a, int base, int displacement) {
        memory(MAP_0F, PREFIX_66, 0xef, to, a, base, displacement, 0);
    }

    /// `vmovdqu32` from memory; it need not be aligned.
    void load(int to, int base, int displacement) {
        memory(MAP_0F, PREFIX_F3, 0x6f, to, 0, base, displacement, 0);
    }

    /// `vmovdqu8` from memory: the bytes of the mask (`k1`) and zeros. Others are not touched.
    void loadMaskedBytes(int to, int base) {
        memory(MAP_0F, PREFIX_F2, 0x6f, to, 0, base, 0, MASKED | ZEROING);
    }

    /// `vmovdqu8` to memory: the bytes of the mask (`k1`). Others are not touched.
    void storeMaskedBytes(int base, int from) {
        memory(MAP_0F, PREFIX_F2, 0x7f, from, 0, base, 0, MASKED);
    }

    /// `vmovdqu32` to memory; it need not be aligned.
    void store(int base, int displacement, int from) {
        memory(MAP_0F, PREFIX_F3, 0x7f, from, 0, base, displacement, 0);
    }

    // The frame.

    /// `kmovq k1, r64`.
    void setMask(int register) {
        put(0xc4, 0xe1, 0xfb, 0x92, modrm(3, 1, register));
    }

    /// `endbr64`: what an indirect call must meet where the processor checks it.
    void begin() {
        put(0xf3, 0x0f, 0x1e, 0xfa);
    }

    /// `vzeroupper; ret`: without the first, older vector code would be slow afterwards.
    void end() {
        put(0xc5, 0xf8, 0x77, 0xc3);
    }

    /// `mov ecx, n`.
    void setCount(int n) {
        put(0xb9);
        putInt(n);
    }

    /// `dec ecx; jnz`: once more, unless the count is 0 now.
    void countDown(Label again) {
        put(0xff, 0xc9, 0x0f, 0x85);
        use(again);
    }

    /// `add r64, n`.
    void addTo(int register, int n) {
        put(0x48, 0x81, modrm(3, 0, register));
        putInt(n);
    }

    /// `add dword [r64 + d8], n`.
    void addToWord(int base, int displacement, int n) {
        put(0x83, modrm(1, 0, base), displacement, n);
    }

    /// `cmp r64, n; jle`: as signed numbers.
    void jumpIfAtMost(int register, int n, Label to) {
        put(0x48, 0x83, modrm(3, 7, register), n, 0x0f, 0x8e);
        use(to);
    }

    /// `jmp`.
    void jump(Label to) {
        put(0xe9);
        use(to);
    }

    /// The label stands for what comes next.
    void set(Label label) {
        label.at = length;
        for (int user : label.users) reach(user, length);
    }

    /// Words of data, where no instruction runs into them; aligned for a vector.
    void words(Label label, int... words) {
        while (length % Width.WIDE.bytes != 0) put(0xcc);
        set(label);
        for (int word : words) putInt(word);
    }

    private void use(Label label) {
        int user = length;
        putInt(0);
        if (label.at >= 0) {
            reach(user, label.at);
            return;
        }
        label.users = Arrays.copyOf(label.users, label.users.length + 1);
        label.users[label.users.length - 1] = user;
    }

    /// Distances are counted from behind themselves: no instruction here has more after them.
    private void reach(int user, int at) {
        int end = length;
        length = user;
        putInt(at - user - Integer.BYTES);
        length = Math.max(end, length);
    }

    private void vector(int map, int prefix, int w, int opcode, int reg, int second, int rm) {
        evex(map, prefix, w, 0, reg, second, rm);
        put(opcode, modrm(3, reg, rm));
    }

    private void memory(
            int map,
            int prefix,
            int opcode,
            int reg,
            int second,
            int base,
            int displacement,
            int manner) {
        evex(map, prefix, 0, manner, reg, second, 0);
        put(opcode, modrm(2, reg, base));
        putInt(displacement); // long, because the short one is counted in vectors
    }

    /// The four bytes before the opcode. Of each register's five bits the higher ones stand here,
    /// inverted.
    private void evex(int map, int prefix, int w, int manner, int reg, int second, int rm) {
        put(
                0x62,
                not(reg, 3) << 7 | not(rm, 4) << 6 | not(rm, 3) << 5 | not(reg, 4) << 4 | map,
                w << 7 | (~second & 15) << 3 | 1 << 2 | prefix,
                width.code << 5 | not(second, 4) << 3 | manner);
    }

    private static int not(int number, int bit) {
        return ~number >> bit & 1;
    }

    private static int modrm(int mode, int reg, int rm) {
        return mode << 6 | (reg & 7) << 3 | rm & 7;
    }

    private void put(int... bytes) {
        if (length + bytes.length > code.length) code = Arrays.copyOf(code, 2 * code.length);
        for (int b : bytes) code[length++] = (byte) b;
    }

    private void putInt(int n) {
        put(n, n >> 8, n >> 16, n >> 24);
    }
}
