package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the scripts of {@code wwep completion} in their shells. {@link CompletionIT} types into them. */
class CompletionCommandTest {

    /** Completes a line as bash's Tab key does, with the function that the script registered. */
    private static final String PRESS_TAB = """
            compopt() { :; } # only a real Tab key allows it
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
            _complete_wwep
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    private Path folder;

    private Path script;

    @BeforeEach
    void makeFiles() throws IOException {
        script = folder.resolve("script");
        Files.createFile(folder.resolve("root.pem"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wwep comp             | completion",
                "./wwep cert           | certs",
                "wwep certs cr         | create",
                "wwep led --gp         | --gpio",
                "wwep read --host a --tim | --timeout",
                "wwep completion f     | fish",
                "wwep read --ca ro     | root.pem"
            })
    void bashCompletesCommandsOptionsAndFiles(String line, String completed) throws Exception {
        Files.writeString(script, wwep("completion bash").out() + PRESS_TAB);

        assertThat(run(ForeignTool.require("bash", "bash"), script.toString(), line)
                        .lines())
                .contains(completed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wwep comp             | completion",
                "./wwep cert           | certs",
                "wwep certs cr         | create",
                "wwep led --gp         | --gpio",
                "wwep read --host a --tim | --timeout",
                "wwep completion f     | fish",
                "wwep read --ca ro     | root.pem",
                "wwep certs show ro    | root.pem"
            })
    void fishCompletesCommandsOptionsAndFiles(String line, String completed) throws Exception {
        Files.writeString(script, wwep("completion fish").out());

        String command = "source '" + script + "'; complete -C '" + line + "'";
        assertThat(run(ForeignTool.require("fish", "fish"), "-c", command).lines())
                .anyMatch(each -> each.split("\t", 2)[0].equals(completed));
    }

    @Test
    void fishOffersOnlyTheCommandsOfTheCurrentLevel() throws Exception {
        Files.writeString(script, wwep("completion fish").out());

        assertThat(run(ForeignTool.require("fish", "fish"), "-c", "source '" + script + "'; complete -C 'wwep certs '"))
                .contains("create", "show", "fetch", "convert")
                .doesNotContain("led", "root.pem");
    }

    @Test
    void anotherShellIsBadUsageThatNamesTheSupportedOnes() {
        InProcess run = wwep("completion csh");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).contains("'csh' is not bash, zsh or fish");
    }

    /** Runs a shell; the last argument is the line to complete, split into words, the others are passed unchanged. */
    private String run(String shell, String first, String last) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(shell, first));
        command.addAll(first.equals("-c") ? List.of(last) : List.of(last.split(" +")));
        try (Program program = Program.start(folder, Map.of("HOME", folder.toString()), command)) {
            Program.Ended ended = program.await();
            assertThat(ended.err()).isEmpty();
            return ended.out();
        }
    }
}
