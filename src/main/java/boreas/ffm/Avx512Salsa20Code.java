package boreas.ffm;

import static boreas.ffm.Avx512Assembler.RCX;
import static boreas.ffm.Avx512Assembler.RDI;
import static boreas.ffm.Avx512Assembler.RDX;
import static boreas.ffm.Avx512Assembler.RSI;
import static boreas.ffm.Avx512Salsa20.BLOCK_BYTES;
import static boreas.ffm.Avx512Salsa20.LANES;
import static boreas.ffm.Avx512Salsa20.SERIES_BLOCKS;
import static boreas.ffm.Avx512Salsa20.SERIES_CONSTANT;
import static boreas.ffm.Avx512Salsa20.SERIES_KEYS;
import static boreas.ffm.Avx512Salsa20.SERIES_NONCE;
import static boreas.ffm.Avx512Salsa20.SERIES_NUMBERS;
import static boreas.ffm.Avx512Salsa20.SERIES_ONE;
import static boreas.ffm.Avx512Salsa20.SERIES_REST;
import static boreas.ffm.Avx512Salsa20.SERIES_WHOLE;
import static boreas.ffm.Avx512Salsa20.SERIES_WHOSE;
import static boreas.ffm.Avx512Salsa20.STATE_COUNTER;

import boreas.ffm.Avx512Assembler.Label;
import boreas.ffm.Avx512Assembler.Width;

/// Writes the machine code of [Avx512Salsa20].
///
/// Each of the cipher's 16 words is the vector register of that number, and each of its 16 lanes (8
/// in a narrow one) is another block: so one instruction does a step of 16 blocks, and the blocks
/// are turned into rows at the end. No table, no branch on data: constant time.
///
/// The functions follow the C calling convention of x86-64 (System V): arguments in `rdi`, `rsi`,
/// `rdx`, `rcx`; those and all vectors may be overwritten.
final class Avx512Salsa20Code {
    private static final int WORDS = 16;
    private static final int WORD_BYTES = Integer.BYTES;
    private static final int VECTOR_BYTES = Width.WIDE.bytes;
    private static final int DOUBLE_ROUNDS = 10;

    /// Steps of a quarter round: `words[a] ^= (words[b] + words[c]) <<< bits`, as places in it.
    private static final int[][] QUARTER_ROUND = {
        {1, 0, 3, 7}, {2, 1, 0, 9}, {3, 2, 1, 13}, {0, 3, 2, 18}
    };

    private static final int[][] COLUMNS = {
        {0, 4, 8, 12}, {5, 9, 13, 1}, {10, 14, 2, 6}, {15, 3, 7, 11}
    };
    private static final int[][] ROWS = {
        {0, 1, 2, 3}, {5, 6, 7, 4}, {10, 11, 8, 9}, {15, 12, 13, 14}
    };

    private static final int[] CONSTANT_WORDS = {0, 5, 10, 15};
    private static final int[] KEY_WORDS = {1, 2, 3, 4, 11, 12, 13, 14};
    private static final int[] NONCE_WORDS = {6, 7};
    private static final int COUNTER_WORD = 8, COUNTER_END_WORD = 9;

    /// The words of which HSalsa20 makes its result.
    private static final int[] RESULT_WORDS = {0, 5, 10, 15, 6, 7, 8, 9};

    /// The words' registers are 0 to 15; from here on are those for what does not last.
    private static final int FREE = 16, LAST = 31;

    private Avx512Salsa20Code() {}

    /// `void stream(out, state, steps)`.
    static byte[] stream() {
        var asm = new Avx512Assembler();
        var wide = new Label();
        var narrow = new Label();
        var end = new Label();
        var lanes = new Label();
        asm.begin();
        asm.set(wide);
        asm.jumpIfAtMost(RDX, 1, narrow);
        blocks(asm, Width.WIDE, lanes);
        asm.addTo(RDX, -2);
        asm.jump(wide);
        asm.set(narrow);
        asm.jumpIfAtMost(RDX, 0, end);
        blocks(asm, Width.NARROW, lanes);
        asm.set(end);
        asm.end();
        asm.words(lanes, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        return asm.toBytes();
    }

    /// Sixteen or eight blocks, and on.
    private static void blocks(Avx512Assembler asm, Width width, Label lanes) {
        asm.use(width);
        for (int word = 0; word < WORDS; word++) asm.broadcast(word, RSI, WORD_BYTES * word);
        asm.addVector(COUNTER_WORD, COUNTER_WORD, lanes);
        rounds(asm);
        for (int word = 0; word < WORDS; word++) asm.addWord(word, word, RSI, WORD_BYTES * word);
        asm.addVector(COUNTER_WORD, COUNTER_WORD, lanes);
        transpose(asm);
        if (width == Width.WIDE) storeWide(asm);
        else storeNarrow(asm);
        int blocks = width.bytes / WORD_BYTES;
        asm.addToWord(RSI, STATE_COUNTER, blocks);
        asm.addTo(RDI, blocks * BLOCK_BYTES);
    }

    /// `void deriveKeys(out, state, words)`.
    static byte[] deriveKeys() {
        var asm = new Avx512Assembler();
        asm.begin();
        for (int word = 0; word < WORDS; word++) asm.broadcast(word, RSI, WORD_BYTES * word);
        for (int i = 0; i < NONCE_WORDS.length; i++)
            asm.addVector(NONCE_WORDS[i], NONCE_WORDS[i], RDX, VECTOR_BYTES * i);
        rounds(asm);
        for (int i = 0; i < RESULT_WORDS.length; i++)
            asm.store(RDI, VECTOR_BYTES * i, RESULT_WORDS[i]);
        asm.end();
        return asm.toBytes();
    }

    /// `void passes(out, series, passes)`.
    static byte[] passes() {
        var asm = new Avx512Assembler();
        var again = new Label();
        var end = new Label();
        asm.begin();
        asm.set(again);
        asm.jumpIfAtMost(RDX, 0, end);
        asm.load(LAST, RSI, SERIES_WHOSE);
        for (int i = 0; i < CONSTANT_WORDS.length; i++)
            asm.broadcast(CONSTANT_WORDS[i], RSI, SERIES_CONSTANT + WORD_BYTES * i);
        for (int i = 0; i < KEY_WORDS.length; i++)
            asm.choose(KEY_WORDS[i], LAST, RSI, SERIES_KEYS + VECTOR_BYTES * i);
        for (int i = 0; i < NONCE_WORDS.length; i++)
            asm.broadcast(NONCE_WORDS[i], RSI, SERIES_NONCE + WORD_BYTES * i);
        asm.load(COUNTER_WORD, RSI, SERIES_NUMBERS);
        asm.xor(COUNTER_END_WORD, COUNTER_END_WORD, COUNTER_END_WORD);
        rounds(asm);
        for (int i = 0; i < CONSTANT_WORDS.length; i++)
            asm.addWord(
                    CONSTANT_WORDS[i], CONSTANT_WORDS[i], RSI, SERIES_CONSTANT + WORD_BYTES * i);
        for (int i = 0; i < KEY_WORDS.length; i++) {
            asm.choose(FREE + i, LAST, RSI, SERIES_KEYS + VECTOR_BYTES * i);
            asm.add(KEY_WORDS[i], KEY_WORDS[i], FREE + i);
        }
        for (int i = 0; i < NONCE_WORDS.length; i++)
            asm.addWord(NONCE_WORDS[i], NONCE_WORDS[i], RSI, SERIES_NONCE + WORD_BYTES * i);
        asm.addVector(COUNTER_WORD, COUNTER_WORD, RSI, SERIES_NUMBERS);
        transpose(asm);
        storeWide(asm);
        nextPass(asm);
        asm.addTo(RDI, LANES * BLOCK_BYTES);
        asm.addTo(RDX, -1);
        asm.jump(again);
        asm.set(end);
        asm.end();
        return asm.toBytes();
    }

    /// Sixteen blocks on are some keys on, and some blocks, which may be one key more.
    private static void nextPass(Avx512Assembler asm) {
        int whose = FREE, numbers = FREE + 1;
        asm.load(whose, RSI, SERIES_WHOSE);
        asm.load(numbers, RSI, SERIES_NUMBERS);
        asm.addWord(whose, whose, RSI, SERIES_WHOLE);
        asm.addWord(numbers, numbers, RSI, SERIES_REST);
        asm.maskWhereAtLeast(numbers, RSI, SERIES_BLOCKS);
        asm.subtractWordWhereMasked(numbers, numbers, RSI, SERIES_BLOCKS);
        asm.addWordWhereMasked(whose, whose, RSI, SERIES_ONE);
        asm.store(RSI, SERIES_WHOSE, whose);
        asm.store(RSI, SERIES_NUMBERS, numbers);
    }

    /// `void lay(text, stream, blocks, maskOfRest)`.
    static byte[] lay() {
        var asm = new Avx512Assembler();
        var again = new Label();
        var rest = new Label();
        asm.begin();
        asm.set(again);
        asm.jumpIfAtMost(RDX, 0, rest);
        asm.load(0, RSI, 0);
        asm.xorVector(0, 0, RDI, 0);
        asm.store(RDI, 0, 0);
        asm.addTo(RSI, BLOCK_BYTES);
        asm.addTo(RDI, BLOCK_BYTES);
        asm.addTo(RDX, -1);
        asm.jump(again);
        asm.set(rest);
        asm.setMask(RCX);
        asm.loadMaskedBytes(0, RSI);
        asm.loadMaskedBytes(1, RDI);
        asm.xor(0, 0, 1);
        asm.storeMaskedBytes(RDI, 0);
        asm.end();
        return asm.toBytes();
    }

    private static void rounds(Avx512Assembler asm) {
        var again = new Label();
        asm.setCount(DOUBLE_ROUNDS);
        asm.set(again);
        for (var quarters : new int[][][] {COLUMNS, ROWS})
            for (var step : QUARTER_ROUND) {
                // Four quarters do not wait for each other.
                for (int i = 0; i < 4; i++)
                    asm.add(FREE + i, quarters[i][step[1]], quarters[i][step[2]]);
                for (int i = 0; i < 4; i++) asm.rotateLeft(FREE + i, FREE + i, step[3]);
                for (int i = 0; i < 4; i++) {
                    int word = quarters[i][step[0]];
                    asm.xor(word, word, FREE + i);
                }
            }
        asm.countDown(again);
    }

    /// Turns each four words: afterwards part `k` (16 bytes) of the register of the `i`-th of them
    /// holds all four of block `4 * k + i`.
    private static void transpose(Avx512Assembler asm) {
        for (int four = 0; four < WORDS; four += 4) {
            int a = four, b = four + 1, c = four + 2, d = four + 3;
            int low = FREE + four, high = low + 1, nextLow = low + 2, nextHigh = low + 3;
            asm.interleaveWords(low, a, b, false);
            asm.interleaveWords(high, a, b, true);
            asm.interleaveWords(nextLow, c, d, false);
            asm.interleaveWords(nextHigh, c, d, true);
            asm.interleavePairs(a, low, nextLow, false);
            asm.interleavePairs(b, low, nextLow, true);
            asm.interleavePairs(c, high, nextHigh, false);
            asm.interleavePairs(d, high, nextHigh, true);
        }
    }

    /// Puts the four parts of each of 16 blocks together.
    private static void storeWide(Avx512Assembler asm) {
        for (int i = 0; i < 4; i++) {
            int first = FREE + 8 * (i & 1), second = first + 1, third = first + 2, last = first + 3;
            int block = first + 4;
            asm.chooseParts(first, i, 4 + i, 0x44); // parts 0 and 1 of both
            asm.chooseParts(second, 8 + i, 12 + i, 0x44);
            asm.chooseParts(third, i, 4 + i, 0xee); // parts 2 and 3
            asm.chooseParts(last, 8 + i, 12 + i, 0xee);
            asm.chooseParts(block, first, second, 0x88); // of each pair the first
            asm.chooseParts(block + 1, first, second, 0xdd); // and the second
            asm.chooseParts(block + 2, third, last, 0x88);
            asm.chooseParts(block + 3, third, last, 0xdd);
            for (int k = 0; k < 4; k++) asm.store(RDI, BLOCK_BYTES * (4 * k + i), block + k);
        }
    }

    /// The same for 8 blocks, in halves.
    private static void storeNarrow(Avx512Assembler asm) {
        for (int i = 0; i < 4; i++)
            for (int k = 0; k < 2; k++) {
                int half = FREE + 4 * i + 2 * k;
                asm.chooseParts(half, i, 4 + i, 3 * k);
                asm.chooseParts(half + 1, 8 + i, 12 + i, 3 * k);
                int at = BLOCK_BYTES * (4 * k + i);
                asm.store(RDI, at, half);
                asm.store(RDI, at + Width.NARROW.bytes, half + 1);
            }
    }
}
