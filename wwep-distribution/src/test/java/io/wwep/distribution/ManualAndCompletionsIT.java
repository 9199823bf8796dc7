package io.wwep.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual pages and completions, read by the programs that they are for. */
class ManualAndCompletionsIT {

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void unpack() throws Exception {
        home = Distribution.unpackedIn(folder, "here").home();
    }

    @Test
    void manShowsEachPageWithoutAWarning() throws Exception {
        String man = ForeignTool.require("man", "man-db");
        ForeignTool.require("groff", "groff-base");
        List<Path> pages;
        try (Stream<Path> all = Files.list(home.resolve("man/man1"))) {
            pages = all.toList();
        }
        assertThat(pages).hasSizeGreaterThanOrEqualTo(18);

        Map<String, String> environment = Map.of("LC_ALL", "C.UTF-8", "MANWIDTH", "100");
        for (Path page : pages) {
            List<String> command = List.of(man, "--warnings", "-l", page.toString());
            try (Program program = Program.start(folder, environment, command)) {
                Program.Ended shown = program.await();
                assertThat(shown.err()).as(page.toString()).isEmpty();
                assertThat(shown.out())
                        .contains("NAME", "SYNOPSIS", "DESCRIPTION", "WWEP programs")
                        .contains("wwep " + System.getProperty("wwep.version"))
                        .doesNotContain("./wwep", "on Java");
            }
        }
    }

    @Test
    void bashReadsAndUsesItsCompletion() throws Exception {
        String bash = ForeignTool.require("bash", "bash");
        Path script = home.resolve("completions/wwep.bash");
        Distribution.run(folder, bash, "-n", script);

        String tab = "compopt() { :; }; . '" + script
                + "'; COMP_WORDS=(wwep comp); COMP_CWORD=1; _complete_wwep; echo \"${COMPREPLY[@]}\"";
        assertThat(Distribution.run(folder, bash, "-c", tab)).isEqualTo("completion\n");
    }

    @Test
    void fishReadsAndUsesItsCompletion() throws Exception {
        String fish = ForeignTool.require("fish", "fish");
        Path script = home.resolve("completions/wwep.fish");

        assertThat(Distribution.run(folder, fish, "-c", "source '" + script + "'; complete -C 'wwep comp'"))
                .startsWith("completion\t");
    }

    /** As zsh finds it: by the name of the file and its first line, in a folder of its search path. */
    @Test
    void zshFindsItsCompletion() throws Exception {
        String zsh = ForeignTool.require("zsh", "zsh");
        Path completions = home.resolve("completions");
        Distribution.run(folder, zsh, "-n", completions.resolve("_wwep"));

        String found = "fpath=('" + completions + "' $fpath); autoload -Uz compinit; compinit -u -d '"
                + folder.resolve("dump") + "'; echo $_comps[wwep]";
        assertThat(Distribution.run(folder, zsh, "-f", "-c", found)).isEqualTo("_wwep\n");
    }
}
