package boreas.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import boreas.address.LinkAddress;
import boreas.env.Counters;
import boreas.ffm.Errno;
import boreas.io.DeviceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sockets that cannot be had, and what is said of them.
class OpenedUdpTest {
    @Test
    void aPortThatSomebodyHasIsNamedAsItWasWritten() throws Exception {
        var any = LinkAddress.parse("127.0.0.1:0");
        try (var socket = OpenedUdp.at(any, 0, new Counters()).socket()) {
            var bind = socket.local();
            var why =
                    catchThrowableOfType(
                            DeviceException.class, () -> OpenedUdp.at(bind, 0, new Counters()));
            assertThat(OpenedUdp.refusal(bind, why))
                    .isEqualTo(
                            "interfaces.UDPInterface.bind: read \"%s\", but this port is in use; write another, or find who has it by 'ss -ulpn'"
                                    .formatted(bind));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                Errno.EACCES + " | 0.0.0.0:53 | a port below 1024 needs a right",
                Errno.EAFNOSUPPORT + " | [::]:4711 | write an IPv4 address, such as 0.0.0.0:4711",
                Errno.EADDRNOTAVAIL + " | 192.0.2.7:4711 | lists those that it has",
                Errno.ENOBUFS + " | 0.0.0.0:4711 | this machine says: ENOBUFS",
                "0 | 0.0.0.0:4711 | this machine says: it was tried with 0.0.0.0:0; write another",
            })
    void eachReasonNamesWhatWasReadAndWhatWouldWork(int errno, String read, String says)
            throws Exception {
        var why = new DeviceException("it was tried with 0.0.0.0:0", errno);
        assertThat(OpenedUdp.refusal(LinkAddress.parse(read), why))
                .startsWith("interfaces.UDPInterface.bind: read \"" + read + "\", but ")
                .contains(says);
    }
}
