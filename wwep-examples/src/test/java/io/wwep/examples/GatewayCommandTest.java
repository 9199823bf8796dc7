package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayCommandTest {

    private static final String MINIMAL = """
            mqtt: {url: mqtt://127.0.0.1}
            profiles:
              boiler:
                lamp: {register: 05, type: flag}
            endpoints:
              plant: {host: 10.0.0.7}
            devices:
              boiler-1: {endpoint: plant, device: 0FAC, profile: boiler}
            """;

    @TempDir
    private Path folder;

    @Test
    void theExampleIsGoodInAFreshCheckout() {
        assertThat(wwep("gateway --config gateway.yaml --check"))
                .isEqualTo(new InProcess(
                        ExitCode.ACCEPTED,
                        "gateway.yaml is good: 2 endpoints, 3 devices, 12 registers, no warnings"
                                + System.lineSeparator(),
                        ""));
    }

    @Test
    void aGoodFileIsCountedAndItsWarningsAreListed() throws IOException {
        Path file = write(MINIMAL.replace("devices:", "  lab: {host: 10.0.0.8}\ndevices:"));

        InProcess run = check(file);

        assertThat(run.exitCode()).isEqualTo(ExitCode.ACCEPTED);
        assertThat(run.out())
                .isEqualToIgnoringNewLines(file + " is good: 2 endpoints, 1 device, 1 register, 1 warning");
        assertThat(run.err()).isEqualToIgnoringNewLines(file + ":7:3: warning: lab: no device uses this");
    }

    @Test
    void theLineThatThereAreMoreWarningsIsNotCountedAsOne() throws IOException {
        String unused = "  unused-%d: {host: 10.0.0.8, port: %d}\n";
        StringBuilder endpoints = new StringBuilder();
        for (int i = 1; i <= 99; i++) {
            endpoints.append(String.format(unused, i, i));
        }

        InProcess most = check(write(MINIMAL.replace("devices:", endpoints + "devices:")));
        assertThat(most.out()).endsWith(", 99 warnings" + System.lineSeparator());
        assertThat(most.err().lines()).hasSize(99);

        endpoints.append(String.format(unused, 100, 100));
        InProcess more = check(write(MINIMAL.replace("devices:", endpoints + "devices:")));
        assertThat(more.out()).endsWith(", more than 99 warnings" + System.lineSeparator());
        assertThat(more.err().lines()).hasSize(100).last().asString().contains("there are more warnings");
    }

    @Test
    void allErrorsOfABadFileAreListed() throws IOException {
        Path file = write(MINIMAL.replace("flag", "flg").replace("0FAC", "FAC"));

        InProcess run = check(file);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .containsExactly(
                        file + ":4:26: type: 'flg' is not a type: write flag",
                        file + ":8:31: device: 'FAC' is not a device id; write four hexadecimal digits, as in 0FAC",
                        "wwep: 2 errors in " + file);
    }

    @Test
    void aBadFileIsNotStarted() throws IOException {
        Path file = write("mqtt: {}\n");

        InProcess run = wwep(List.of("gateway", "--config", file.toString()));

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).endsWith("wwep: 4 errors in " + file + System.lineSeparator());
    }

    @Test
    void aMissingFileIsBadUsage() {
        InProcess run = wwep("gateway --config missing.yaml --check");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err().lines())
                .containsExactly(
                        "missing.yaml: there is no such file; check the path", "wwep: 1 error in missing.yaml");
    }

    @Test
    void theConfigurationIsRequired() {
        InProcess run = wwep("gateway --check");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: Missing required option: '--config=FILE'");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("gateway.yaml"), text);
    }

    private static InProcess check(Path file) {
        return wwep(List.of("gateway", "--config", file.toString(), "--check"));
    }
}
