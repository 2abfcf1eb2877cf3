package boreas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.cli.CjdrouteRequest.CleanConfig;
import boreas.cli.CjdrouteRequest.GenerateConfig;
import boreas.cli.CjdrouteRequest.Refused;
import boreas.cli.CjdrouteRequest.Run;
import boreas.cli.CjdrouteRequest.Usage;
import boreas.cli.CjdrouteRequest.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Source: cjdns protocol, command line of the genuine program.
class CjdrouteRequestTest {
    @Test
    void withoutOptionsItReadsTheConfigurationUnlessSomebodyWouldHaveToTypeIt() {
        assertThat(request()).isEqualTo(new Run(false));
        assertThat(atTerminal()).isEqualTo(new Usage());
        assertThat(request("--nobg")).isEqualTo(new Run(true));
        assertThat(atTerminal("--nobg")).isEqualTo(new Usage());
    }

    @Test
    void eachOptionStandsAlone() {
        assertThat(request("--help")).isEqualTo(new Usage());
        assertThat(request("-h")).isEqualTo(new Usage());
        assertThat(request("--version")).isEqualTo(new Version());
        assertThat(request("-v")).isEqualTo(new Version());
        assertThat(request("--cleanconf")).isEqualTo(new CleanConfig());
        assertThat(request("--help", "--version")).isEqualTo(tooMany("--help"));
        assertThat(request("--foo", "--bar")).isEqualTo(tooMany("--foo"));
    }

    @Test
    void onlyGenconfTakesASecondWord() {
        assertThat(request("--genconf")).isEqualTo(new GenerateConfig(false, false));
        assertThat(request("--genconf", "--eth")).isEqualTo(new GenerateConfig(true, false));
        assertThat(request("--genconf-seed")).isEqualTo(new GenerateConfig(false, true));
        assertThat(request("--genconf-seed", "--eth")).isEqualTo(new GenerateConfig(true, true));
        assertThat(request("--genconf", "--ether")).isEqualTo(unknown("--ether"));
        assertThat(request("--eth", "--genconf")).isEqualTo(tooMany("--eth"));
    }

    @Test
    void anUnknownOptionIsNamed() {
        assertThat(request("--foo")).isEqualTo(unknown("--foo"));
        assertThat(request("conf")).isEqualTo(unknown("conf"));
        assertThat(request("")).isEqualTo(unknown(""));
        assertThat(request("--eth")).isEqualTo(unknown("--eth"));
    }

    @Test
    void aPidFileIsAThingOfThePast() {
        assertThat(request("--pidfile", "/run/x"))
                .isEqualTo(new Refused(List.of("'--pidfile' option is deprecated.")));
        assertThat(request("--pidfile")).isEqualTo(unknown("--pidfile"));
    }

    private static Refused unknown(String option) {
        return refused("./cjdroute: unrecognized option '" + option + "'");
    }

    private static Refused tooMany(String first) {
        return refused("./cjdroute: too many arguments [" + first + "]");
    }

    private static Refused refused(String what) {
        return new Refused(List.of(what, "Try `./cjdroute --help' for more information."));
    }

    private static CjdrouteRequest request(String... arguments) {
        return CjdrouteRequest.of("./cjdroute", List.of(arguments), false);
    }

    private static CjdrouteRequest atTerminal(String... arguments) {
        return CjdrouteRequest.of("./cjdroute", List.of(arguments), true);
    }
}
