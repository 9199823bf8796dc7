package io.wwep.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Progress survives its way through JSON and a file, and damage is named. */
class ClassProgressTest {

    private static final ClassProgress PROGRESS = new ClassProgress(List.of(new StudentState(
            "0FAC", "Ann \"<b>\"", new TreeMap<>(java.util.Map.of("6.1", Instant.parse("2026-11-29T04:10:00Z"))))));

    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenIsReadAgain() {
        assertThat(ClassProgress.parse(PROGRESS.toJson())).isEqualTo(PROGRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"students\":[1]}",
                "{\"students\":[{}]}",
                "{\"students\":[{\"device\":1}]}",
                "{\"students\":[{\"device\":\"0FAC\",\"ticks\":{\"6.8\":null}}]}",
                "{\"students\":[{\"device\":\"0FAC\",\"ticks\":{\"6.1\":\"today\"}}]}",
                "{\"students\":[{\"device\":\"0FAC\",\"name\":\"a\\nb\"}]}",
                "{\"students\":"
            })
    void damageIsRefused(String json) {
        assertThatThrownBy(() -> ClassProgress.parse(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileThatIsNotTextIsNamed() throws Exception {
        Path path = Files.write(folder.resolve("class.json"), new byte[] {(byte) 0xFF});
        assertThatThrownBy(new ClassFile(path)::read)
                .isInstanceOf(ClassFileException.class)
                .hasMessage(path + " is not UTF-8 text; give another file");
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws Exception {
        Path path = folder.resolve("class.json");
        ClassFile file = new ClassFile(path);
        assertThat(file.read().students()).isEmpty();
        assertThat(file.save(PROGRESS)).isTrue();

        assertThat(file.read()).isEqualTo(PROGRESS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aFailureToSaveIsReported() {
        assertThat(new ClassFile(folder.resolve("missing/class.json")).save(PROGRESS))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "W0FAC05 | It has 7 characters, but a write has 11.",
                "R0FAC0512 | It has more than the 7 characters of a read.",
                "W0FAG050001 | Character 5 is 'G', but a hexadecimal digit, 0 to 9 or A to F, belongs there.",
                "\\x00abc | The first character is '\\x00', but a message begins with R or W.",
                "r0FAC05 | The command is 'r', but commands are upper case: R or W."
            })
    void anIllegalMessageHasAReason(String message, String reason) {
        assertThat(IllegalMessage.reason(message)).isEqualTo(reason);
    }
}
