package boreas.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.ffm.Avx512Assembler.Label;
import boreas.ffm.Avx512Assembler.Width;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Against the bytes that the GNU assembler makes of the line above each; displacements in their
/// long form.
class Avx512AssemblerTest {
    private static final int RDI = Avx512Assembler.RDI;
    private static final int RSI = Avx512Assembler.RSI;
    private static final int RDX = Avx512Assembler.RDX;
    private static final int RCX = Avx512Assembler.RCX;

    @Test
    void vectorsOfAllRegisters() {
        // vpaddd %zmm12,%zmm0,%zmm16
        assertThat(code(asm -> asm.add(16, 0, 12))).isEqualTo("62c17d48fec4");
        // vpaddd %zmm31,%zmm23,%zmm8
        assertThat(code(asm -> asm.add(8, 23, 31))).isEqualTo("62114540fec7");
        // vpxord %zmm17,%zmm9,%zmm9
        assertThat(code(asm -> asm.xor(9, 9, 17))).isEqualTo("62313548efc9");
        // vprold $7,%zmm19,%zmm19
        assertThat(code(asm -> asm.rotateLeft(19, 19, 7))).isEqualTo("62b1654072cb07");
        // vprold $18,%zmm9,%zmm30
        assertThat(code(asm -> asm.rotateLeft(30, 9, 18))).isEqualTo("62d10d4072c912");
        // vpunpckldq %zmm2,%zmm1,%zmm20
        assertThat(code(asm -> asm.interleaveWords(20, 1, 2, false))).isEqualTo("62e1754862e2");
        // vpunpckhdq %zmm25,%zmm14,%zmm3
        assertThat(code(asm -> asm.interleaveWords(3, 14, 25, true))).isEqualTo("62910d486ad9");
        // vpunpcklqdq %zmm18,%zmm16,%zmm0
        assertThat(code(asm -> asm.interleavePairs(0, 16, 18, false))).isEqualTo("62b1fd406cc2");
        // vpunpckhqdq %zmm8,%zmm24,%zmm31
        assertThat(code(asm -> asm.interleavePairs(31, 24, 8, true))).isEqualTo("6241bd406df8");
        // vshufi32x4 $0xdd,%zmm17,%zmm16,%zmm21
        assertThat(code(asm -> asm.chooseParts(21, 16, 17, 0xdd))).isEqualTo("62a37d4043e9dd");
    }

    @Test
    void narrowVectors() {
        // vpaddd %ymm12,%ymm0,%ymm16
        assertThat(code(asm -> narrow(asm).add(16, 0, 12))).isEqualTo("62c17d28fec4");
        // vshufi32x4 $3,%ymm4,%ymm0,%ymm18
        assertThat(code(asm -> narrow(asm).chooseParts(18, 0, 4, 3))).isEqualTo("62e37d2843d403");
        // vmovdqu32 %ymm19,224(%rdi)
        assertThat(code(asm -> narrow(asm).store(RDI, 224, 19))).isEqualTo("62e17e287f9fe0000000");
    }

    @Test
    void operandsInMemory() {
        // vpbroadcastd 60(%rsi),%zmm15
        assertThat(code(asm -> asm.broadcast(15, RSI, 60))).isEqualTo("62727d4858be3c000000");
        // vpaddd 32(%rsi){1to16},%zmm8,%zmm24
        assertThat(code(asm -> asm.addWord(24, 8, RSI, 32))).isEqualTo("62613d58fe8620000000");
        // vpermd 448(%rsi),%zmm31,%zmm14
        assertThat(code(asm -> asm.choose(14, 31, RSI, 448))).isEqualTo("6272054036b6c0010000");
        // vpxord (%rdi),%zmm0,%zmm0
        assertThat(code(asm -> asm.xorVector(0, 0, RDI, 0))).isEqualTo("62f17d48ef8700000000");
        // vmovdqu32 576(%rsi),%zmm8
        assertThat(code(asm -> asm.load(8, RSI, 576))).isEqualTo("62717e486f8640020000");
        // vpaddd 64(%rdx),%zmm7,%zmm7
        assertThat(code(asm -> asm.addVector(7, 7, RDX, 64))).isEqualTo("62f14548feba40000000");
        // vmovdqu32 %zmm28,-64(%rdi)
        assertThat(code(asm -> asm.store(RDI, -64, 28))).isEqualTo("62617e487fa7c0ffffff");
    }

    @Test
    void onlySomeLanes() {
        // vpcmpnltud 640(%rsi){1to16},%zmm17,%k1
        assertThat(code(asm -> asm.maskWhereAtLeast(17, RSI, 640)))
                .isEqualTo("62f375501e8e8002000005");
        // vpsubd 640(%rsi){1to16},%zmm17,%zmm17{%k1}
        assertThat(code(asm -> asm.subtractWordWhereMasked(17, 17, RSI, 640)))
                .isEqualTo("62e17551fa8e80020000");
        // vpaddd 652(%rsi){1to16},%zmm16,%zmm16{%k1}
        assertThat(code(asm -> asm.addWordWhereMasked(16, 16, RSI, 652)))
                .isEqualTo("62e17d51fe868c020000");
        // kmovq %rcx,%k1
        assertThat(code(asm -> asm.setMask(RCX))).isEqualTo("c4e1fb92c9");
        // vmovdqu8 (%rsi),%zmm0{%k1}{z}
        assertThat(code(asm -> asm.loadMaskedBytes(0, RSI))).isEqualTo("62f17fc96f8600000000");
        // vmovdqu8 %zmm0,(%rdi){%k1}
        assertThat(code(asm -> asm.storeMaskedBytes(RDI, 0))).isEqualTo("62f17f497f8700000000");
    }

    @Test
    void frame() {
        // endbr64
        assertThat(code(Avx512Assembler::begin)).isEqualTo("f30f1efa");
        // vzeroupper; ret
        assertThat(code(Avx512Assembler::end)).isEqualTo("c5f877c3");
        // mov $10,%ecx
        assertThat(code(asm -> asm.setCount(10))).isEqualTo("b90a000000");
        // add $-2,%rdx
        assertThat(code(asm -> asm.addTo(RDX, -2))).isEqualTo("4881c2feffffff");
        // addl $16,32(%rsi)
        assertThat(code(asm -> asm.addToWord(RSI, 32, 16))).isEqualTo("83462010");
    }

    @Test
    void aLabelMayStandBeforeAndBehindWhatUsesIt() {
        var before = new Label();
        var behind = new Label();
        assertThat(
                        code(asm -> {
                            asm.set(before);
                            // cmp $1,%rdx; jle behind
                            asm.jumpIfAtMost(RDX, 1, behind);
                            // dec %ecx; jnz before
                            asm.countDown(before);
                            // jmp before
                            asm.jump(before);
                            asm.set(behind);
                        }))
                .isEqualTo("4883fa010f8e0d000000" + "ffc90f85eeffffff" + "e9e9ffffff");
    }

    @Test
    void wordsAreAlignedAndReadFromWhereTheyAre() {
        var words = new Label();
        var code =
                code(asm -> {
                    // vpaddd words(%rip),%zmm8,%zmm8
                    asm.addVector(8, 8, words);
                    asm.words(words, 0, 0x01020304);
                });
        assertThat(code).startsWith("62713d48fe0536000000cccc").endsWith("cc0000000004030201");
        assertThat(code).hasSize(2 * (64 + 8));
    }

    @Test
    void onlyAProcessorWithAllThatIsUsedIsAble() {
        assertThat(
                        isAble(
                                "processor\t: 0",
                                "flags\t\t: fpu avx512f avx512dq avx512bw avx512vl",
                                "bugs\t: x"))
                .isTrue();
        assertThat(isAble("flags\t\t: fpu avx2 avx512f avx512bw")).isFalse();
        assertThat(isAble("flags\t\t: fpu avx2 avx512vl avx512bw avx512fp16")).isFalse();
        assertThat(isAble("bugs\t: avx512f avx512bw avx512vl")).isFalse();
        assertThat(isAble()).isFalse();
    }

    private static boolean isAble(String... cpuInfo) {
        return Avx512Salsa20.isAble(Stream.of(cpuInfo));
    }

    private static Avx512Assembler narrow(Avx512Assembler asm) {
        asm.use(Width.NARROW);
        return asm;
    }

    private static String code(Consumer<Avx512Assembler> lines) {
        var asm = new Avx512Assembler();
        lines.accept(asm);
        return HexFormat.of().formatHex(asm.toBytes());
    }
}
