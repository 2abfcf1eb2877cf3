package boreas.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class BundledLibraryTest {
    @Test
    void theLibsodiumOfThisProgramIsLoadedFromMemory() throws Throwable {
        var resource = BundledLibrary.class.getResource("linux64/libsodium.so");
        assumeTrue(resource != null, "only a build by Maven brings the library");
        var library = BundledLibrary.libsodium();
        assertThat(library.failure()).isNull();
        assertThat(library.name()).isEqualTo(BundledLibrary.NAME);
        var version =
                library.function(
                        "sodium_version_string", FunctionDescriptor.of(ValueLayout.ADDRESS));
        assertThat(library.failure()).isNull();
        var text = (MemorySegment) version.invokeExact();
        assertThat(text.reinterpret(16).getString(0)).isEqualTo("1.0.20");
    }

    @Test
    void whatHasAnotherHashIsNotLoaded() {
        assertThat(BundledLibrary.load(new byte[100], "00").failure())
                .isEqualTo("the one of this program is not what it should be");
    }

    @Test
    void aLibraryThatIsNotWantedSaysSo() {
        var none = NativeLibrary.none("libsodium", "none is wanted");
        assertThat(none.failure()).isEqualTo("none is wanted");
    }
}
