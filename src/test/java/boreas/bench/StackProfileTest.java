package boreas.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StackProfileTest {
    private static final List<String> LINES =
            List.of(
                    "[data tid=7];boreas/io/DataLoop.run_[j];boreas/io/UdpOutbox.flush_[j];sendmsg;entry_SYSCALL_64_[k];__x64_sys_sendmsg_[k];udp_sendmsg_[k] 30",
                    "[data tid=7];boreas/io/DataLoop.run_[j];boreas/crypto/SodiumSecretbox.seal_[j];crypto_stream_salsa20;blocks 40",
                    "[data tid=7];boreas/io/DataLoop.run_[j];boreas/crypto/SodiumSecretbox.seal_[j];poly1305_update_[k];x 10",
                    "[data tid=7];boreas/io/DataLoop.run_[j];boreas/switching/Switch.forward_[j] 15",
                    "[data tid=7];boreas/io/DataLoop.run_[j];memcpy 5",
                    "[C1 CompilerThread0 tid=9];thread_start;Compile 100");

    @Test
    void onlyTheWantedThreadIsTakenApart() {
        assertThat(StackProfile.of(LINES, "data").kindShares())
                .containsEntry("native: Salsa20", 0.40)
                .containsEntry("kernel: sendmsg", 0.30)
                .containsEntry("Java: boreas.switching", 0.15)
                .containsEntry("native: the rest", 0.15);
    }

    @Test
    void whatHasNoNameIsItsLibraryAndACallIsTheKernel() {
        var lines =
                List.of(
                        "[data tid=7];a_[j];/usr/lib/libsodium.so.23.3.0;/usr/lib/libsodium.so.23.3.0 3",
                        "[data tid=7];a_[j];__libc_sendmsg 1");
        assertThat(StackProfile.of(lines, "data").kindShares())
                .containsEntry("native: libsodium.so.23.3.0", 0.75)
                .containsEntry("kernel: sendmsg", 0.25);
    }

    @Test
    void othersAreCounted() {
        assertThat(StackProfile.of(LINES, "data").text(3))
                .contains("threads, share of all samples (200)")
                .contains("50.0 %  C1 CompilerThread0")
                .contains("what the data thread did (100)")
                .contains("40.0 %  blocks");
    }

    @Test
    void linesThatAreNoStacksAreSkipped() {
        assertThat(StackProfile.of(List.of("", "nothing"), "data").kindShares()).isEmpty();
    }
}
