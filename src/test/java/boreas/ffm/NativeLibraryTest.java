package boreas.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
    private static final FunctionDescriptor INT = FunctionDescriptor.of(JAVA_INT);

    @Test
    void saysWhichLibrariesItLookedFor() {
        var library = NativeLibrary.firstOf("libboreas-a.so.1", "libboreas-b.so.2");
        assertThat(library.failure())
                .isEqualTo("no library libboreas-a.so.1 or libboreas-b.so.2 on this machine");
        assertThatThrownBy(() -> library.function("f", INT).invoke())
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining("libboreas-a.so.1");
    }

    @Test
    void saysWhichFunctionTheLibraryLacks() {
        var library = NativeLibrary.libc();
        var function = library.function("no_such_function", INT, NativeLibrary.ERRNO);
        assertThat(library.failure()).isEqualTo("libc has no function no_such_function");
        assertThatThrownBy(() -> function.invoke(Errno.capture()))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessage("libc has no function no_such_function");
    }

    @Test
    void takesTheFirstLibraryThatIsThere() {
        var library = NativeLibrary.firstOf("libboreas-a.so.1", "libc.so.6");
        assertThat(library.name()).isEqualTo("libc.so.6");
        assertThat(library.failure()).isNull();
    }

    @Test
    void givesAFailedCallsNumberAsANegativeResult() {
        assertThat(LibC.close(-1)).isEqualTo(-Errno.EBADF);
        assertThat(LibC.open("/no/such/file", Linux.O_RDONLY, 0)).isEqualTo(-Errno.ENOENT);
        assertThat(LibC.interfaceIndex("nosuchdevice")).isEqualTo(-Errno.ENODEV);
        assertThat(Errno.text(-Errno.ENODEV)).isEqualTo("ENODEV, no such device");
        assertThat(Errno.text(133)).isEqualTo("errno 133");
    }

    @Test
    void readsWhatItWrote() {
        int fd = LibC.eventfd();
        assertThat(fd).isNotNegative();
        try (var arena = Arena.ofConfined()) {
            var number = arena.allocate(8);
            assertThat(LibC.read(fd, number.address(), 8)).isEqualTo(-Errno.EAGAIN);
            number.set(ValueLayout.JAVA_LONG, 0, 7);
            assertThat(LibC.write(fd, number.address(), 8)).isEqualTo(8);
            assertThat(LibC.write(fd, number.address(), 8)).isEqualTo(8);
            assertThat(LibC.read(fd, number.address(), 8)).isEqualTo(8);
            assertThat(number.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(14);
            assertThat(LibC.fcntl(fd, Linux.F_GETFL, 0) & Linux.O_NONBLOCK).isNotZero();
        } finally {
            assertThat(LibC.close(fd)).isZero();
        }
    }

    @Test
    void knowsItsProcess() {
        assertThat(LibCProcess.getpid()).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(LibCProcess.kill(LibCProcess.getpid(), 0)).isZero();
        assertThat(LibC.interfaceIndex("lo")).isEqualTo(1);
    }
}
