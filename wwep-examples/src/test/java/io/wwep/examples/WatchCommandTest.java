package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.testing.WwepTestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchCommandTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--register 5 --type int17      | 'int17' is not a type: write int16",
                "--register 5 --type bits       | 'bits' is not a type: write bits(from,to), with numbers",
                "--register 5 --type enumerated | --type enumerated needs a map of values, which watch does not accept",
                "--register FF --type uint32    | its 2 registers must end at FF; give 00 to FE (hexadecimal)",
                "--register 100                 | register 100 is out of range for uint16: give 00 to FF",
                "--register 5 --register 05     | --register 05 is given twice; give it once",
                "--register zz                  | 'zz' is not a hexadecimal number",
                "--type uint32                  | --type uint32 needs --register: its values fill 2 registers",
                "--register 5 --type flag --scale 2 | --scale is for numbers, and values of --type flag are not",
                "--register 5 --scale 0         | --scale: ",
                "--register 5 --scale x         | 'x' is not a number: write one such as 0.1 or 10",
                "--register 5 --scale 0,1       | '0,1' is not a number: write one such as 0.1 or 10",
                "--register 5 --scale 1e308     | too large for a double; use a smaller factor",
                "--register 5 --type bits(4     | its closing parenthesis is missing",
                "--every 0s                     | '0s' is out of range: give 1ms to 60m",
                "--every 5                      | '5' is not a time: give a whole number and its unit"
            })
    void invalidArgumentsAreBadUsageWithAReason(String arguments, String why) {
        InProcess run = wwep("watch --device 0FAC --port 1 " + arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).contains(why);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aDeviceWithoutRegistersNeedsTheOption() {
        try (WwepTestServer server = WwepTestServer.start()) {
            InProcess run = wwep("watch --device 0FAC --port " + server.port());

            assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
            assertThat(run.err())
                    .startsWith("wwep: no register of device 0FAC was ever written; give --register to wait for one");
        }
    }
}
