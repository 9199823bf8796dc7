package io.wwep.examples.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigErrorsTest {

    private static final List<Path> BAD = ConfigFiles.bad();

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

    @ParameterizedTest
    @MethodSource("io.wwep.examples.bridge.config.ConfigFiles#bad")
    void allErrorsOfABadFileAreListedWithTheirPlaces(Path file) throws IOException {
        assertThat(ConfigFiles.errors(file)).isNotEmpty().containsExactlyElementsOf(ConfigFiles.expectedErrors(file));
    }

    @Test
    void thereAreBadFilesOfEachKind() {
        assertThat(BAD).hasSizeGreaterThan(100);
    }

    @Test
    void aMessageIsAlwaysOneLineThatSaysWhatToDo() {
        assertThat(BAD)
                .allSatisfy(
                        file -> assertThat(ConfigFiles.errors(file))
                                .allSatisfy(
                                        error -> assertThat(error)
                                                .doesNotContainPattern("\\p{Cntrl}")
                                                .containsPattern(
                                                        "[;:,] ([\\w ]+, )?(write|give|leave|check|delete|create|copy|add|indent|correct|set|put|run) ")));
    }

    @Test
    void noMessageShowsAPassword() {
        assertThat(BAD)
                .allSatisfy(
                        file -> assertThat(ConfigFiles.errors(file).toString()).doesNotContain("hunter"));
    }

    @Test
    void errorsArePrintedAsCompilersDo() throws IOException {
        Path file = write("gateway.yaml", MINIMAL.replace("0FAC", "FAC"));

        assertThat(error(file))
                .hasMessage(
                        file + ":8:31: device: 'FAC' is not a device id; write four hexadecimal digits, as in 0FAC");
    }

    @Test
    void aFileThatCannotBeReadIsAnErrorWithoutALine() throws IOException {
        Path missing = folder.resolve("missing.yaml");

        assertThat(error(missing)).hasMessage(missing + ": there is no such file; check the path");
        assertThat(error(folder))
                .hasMessage(
                        folder + ": this is a folder; write the path of a file, such as " + folder + "/gateway.yaml");
        assertThat(error(write("below.yaml", "").resolve("gateway.yaml"))).hasMessageContaining("; check the path");
    }

    @Test
    void anEmptyFileIsAnError() throws IOException {
        assertThat(error(write("empty.yaml", "")))
                .hasMessageEndingWith("1:1: the file is empty; write the keys mqtt, profiles, endpoints and devices");
    }

    @Test
    void aLargeFileIsNotReadWhole() throws IOException {
        Path file = write("large.yaml", MINIMAL + "#".repeat(ConfigText.MAX_BYTES));

        assertThat(error(file)).hasMessage(file + ": the file is larger than 1 MB; write the path of a gateway.yaml");
    }

    @Test
    void aPipeOrDeviceIsNotWaitedFor() {
        assertThat(error(Path.of("/dev/zero")))
                .hasMessage("/dev/zero: this is a pipe or a device; write the path of a file");
    }

    @Test
    void aFileWithThousandsOfErrorsEndsQuicklyWithTheFirstOnes() throws IOException {
        StringBuilder text = new StringBuilder(MINIMAL);
        for (int i = 0; i < 100_000; i++) {
            text.append('k').append(i).append(":\n");
        }

        assertThat(error(write("thousands.yaml", text.toString())).errors())
                .hasSize(Problems.MOST + 1)
                .last()
                .hasToString(folder.resolve("thousands.yaml")
                        + ": there may be more errors; correct these first, then check again");
    }

    @Test
    void moreErrorsThanAreListedAreCountedAsAtLeast() throws IOException {
        assertThat(error(write("one.yaml", MINIMAL.replace("0FAC", "FAC"))).count())
                .isEqualTo("1 error");
        assertThat(error(write("many.yaml", MINIMAL + unknownKeys(98))).count()).isEqualTo("98 errors");
        assertThat(error(write("more.yaml", MINIMAL + unknownKeys(200))).count())
                .isEqualTo("at least 99 errors");
    }

    private static String unknownKeys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i + ": x\n").collect(Collectors.joining());
    }

    @Test
    void warningsHaveALimitToo() throws IOException {
        String unused = IntStream.range(0, 1_000)
                .mapToObj(i -> "  unused-" + i + ": {host: 10.1." + i / 250 + "." + i % 250 + "}\n")
                .collect(Collectors.joining());
        Path file = write("warnings.yaml", MINIMAL.replace("endpoints:\n", "endpoints:\n" + unused));

        assertThat(ConfigFiles.read(file).warnings())
                .hasSize(Problems.MOST + 1)
                .last()
                .isEqualTo(file + ": warning: there are more warnings; correct these first, then check again");
    }

    @Test
    void aByteOrderMarkIsIgnoredInUtf8AndRejectedInUtf16() throws IOException {
        assertThat(ConfigFiles.read(write("bom.yaml", "\uFEFF" + MINIMAL)).devices())
                .hasSize(1);
        assertThat(ConfigFiles.errors(write("bom-and-error.yaml", "\uFEFFmqtts: x\n")))
                .contains("1:1: mqtts: unknown key; write mqtt");
        Path wide = folder.resolve("wide.yaml");
        Files.write(wide, MINIMAL.getBytes(StandardCharsets.UTF_16));
        assertThat(error(wide)).hasMessage(wide + ": the file is UTF-16; save it as UTF-8");
    }

    @Test
    void windowsLineEndsChangeNothing() throws IOException {
        assertThat(ConfigFiles.read(write("crlf.yaml", MINIMAL.replace("\n", "\r\n")))
                        .devices())
                .hasSize(1);
        assertThat(ConfigFiles.errors(
                        write("crlf-error.yaml", MINIMAL.replace("\n", "\r\n").replace("0FAC", "F"))))
                .singleElement()
                .asString()
                .startsWith("8:31: device: 'F'");
    }

    @Test
    void aCharacterThatIsNotUtf8HasAPlace() throws IOException {
        Path file = folder.resolve("latin1.yaml");
        Files.write(file, MINIMAL.replace("flag", "flag, unit: °C").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(error(file)).hasMessage(file + ":4:44: this character is not UTF-8; save the file as UTF-8");
    }

    @Test
    void deepAndWideFilesEndQuickly() throws IOException {
        assertThat(ConfigFiles.errors(write("deep.yaml", "[".repeat(500_000))))
                .singleElement()
                .asString()
                .contains("more than 20 levels");
        assertThat(ConfigFiles.errors(write("wide.yaml", MINIMAL + "x: [" + "a,".repeat(400_000) + "]\n")))
                .containsExactly("9:1: x: unknown key; write one of mqtt outbox http profiles endpoints devices");
    }

    @Test
    void aLongValueIsShortenedInItsMessage() throws IOException {
        assertThat(ConfigFiles.errors(write("long.yaml", MINIMAL.replace("0FAC", "F".repeat(100_000)))))
                .singleElement()
                .asString()
                .hasSizeLessThan(700)
                .contains("FFF … FFF")
                .endsWith("write four hexadecimal digits, as in 0FAC");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static InvalidConfigException error(Path file) {
        return catchThrowableOfType(InvalidConfigException.class, () -> ConfigFiles.read(file));
    }
}
