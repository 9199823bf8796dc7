package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Presses Tab in real shells, after running the line from the help of {@code ./wwep completion}. */
class CompletionIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "bash, bash --norc --noprofile, source <(./wwep completion bash)",
        "zsh,  zsh -f,                  source <(./wwep completion zsh)",
        "fish, fish --no-config,        ./wwep completion fish | source"
    })
    void tabCompletesACommandAndAnOption(String shell, String command, String enabled) throws Exception {
        ForeignTool.require(shell, shell);
        try (Tmux terminal = new Tmux(folder, "HOME='" + folder + "' ZSH_DISABLE_COMPFIX=true " + command)) {
            terminal.type(enabled + "; echo rea''dy", "Enter");
            terminal.awaitScreen("ready\n");

            terminal.type("./wwep certs cre", "Tab");
            terminal.awaitScreen("./wwep certs create");
            terminal.type(" --forc", "Tab"); // tmux treats a leading dash as an option

            assertThat(terminal.awaitScreen(" --force")).doesNotContain("rror");
        }
    }
}
