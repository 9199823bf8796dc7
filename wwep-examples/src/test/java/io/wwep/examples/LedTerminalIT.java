package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./wwep led} and {@code ./wwep dual-led} in a terminal, with keys typed. */
class LedTerminalIT {

    private static final String UNLIT = "( )";
    private static final String LIT = "(#)";

    @TempDir
    private Path folder;

    @Test
    void aKeyPressesTheButtonAndTheLedLights() throws Exception {
        try (Tmux terminal = start("led")) {
            assertThat(terminal.awaitScreen(UNLIT, "Space or Enter presses the button"))
                    .contains("LED off", "BUTTON", "no --host was given", "00F6 (from --device)", "not connected yet")
                    .doesNotContain(LIT);

            terminal.type("Space");
            terminal.awaitScreen(LIT, "LED  ON", "1  W00F6050001  A00F6050001  on", "connected from 127.0.0.1:");

            terminal.type("Enter");
            assertThat(terminal.awaitScreen(UNLIT, "2  W00F6050000  A00F6050000  off"))
                    .contains("1  W00F6050001  A00F6050001  on")
                    .doesNotContain(LIT);

            terminal.type("q");
            terminal.awaitScreen("2 presses, 2 correct replies", "ended with 0");
            assertThat(terminalAfter()).isEqualTo(terminalBefore());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C-c", "C-d"})
    void controlKeysQuitLikeQ(String key) throws Exception {
        try (Tmux terminal = start("led")) {
            terminal.awaitScreen(UNLIT);
            terminal.type(key);
            terminal.awaitScreen("0 presses, 0 correct replies", "ended with 0");
            assertThat(terminalAfter()).isEqualTo(terminalBefore());
        }
    }

    @Test
    void aSignalEndsItAndTheTerminalIsRestored() throws Exception {
        try (Tmux terminal = start("led")) {
            terminal.awaitScreen(UNLIT);
            terminal.shell().children().forEach(ProcessHandle::destroy);
            terminal.awaitScreen("ended with 143");
            assertThat(terminalAfter()).isEqualTo(terminalBefore());
        }
    }

    @Test
    void itRedrawsWhenTheTerminalIsResized() throws Exception {
        try (Tmux terminal = start("led")) {
            terminal.awaitScreen(UNLIT);
            terminal.resize(60);
            terminal.type("Space");
            terminal.awaitScreen(LIT, "1  W00F6050001  A00F6050001  on");
            terminal.type("q");
            terminal.awaitScreen("ended with 0");
        }
    }

    /** Where nothing can be drawn, the program says why, and each key is followed by Enter. */
    @ParameterizedTest
    @CsvSource({
        "TERM=dumb, a terminal of type 'dumb' (TERM) cannot move its cursor",
        "TERM=nosuch, the terminal type 'nosuch' (TERM) is unknown on this system",
        "unset TERM, TERM is not set",
        "stty rows 0 cols 0, reports 0 rows and 0 columns"
    })
    void withoutDrawingItContinuesWithPlainLines(String setting, String obstacle) throws Exception {
        String export = setting.startsWith("TERM") ? "export " + setting : setting;
        try (Tmux terminal = new Tmux(
                folder, export + "; ./wwep led --device 00F6; echo \"ended with $?\"; stty rows 40 cols 100; cat")) {
            terminal.awaitScreen(
                    "wwep: ", obstacle, "continuing with plain lines", "Enter presses the button", "press  sent");
            terminal.type("Enter");
            terminal.awaitScreen("1  W00F6050001  A00F6050001  on");
            terminal.type("Enter");
            terminal.awaitScreen("2  W00F6050000  A00F6050000  off");
            terminal.type("q", "Enter");
            terminal.awaitScreen("2 presses, 2 correct replies", "ended with 0");
        }
    }

    /** The last type shows that the test sees styles. */
    @ParameterizedTest
    @CsvSource({
        "export TERM=dumb, false",
        "unset TERM, false",
        "export TERM=dumb CLICOLOR_FORCE=1, true",
        "export TERM=xterm, true"
    })
    void onlyATerminalThatUnderstandsStylesGetsThem(String setting, boolean styled) throws Exception {
        List<String> words = List.of(
                ForeignTool.require("script", "bsdutils"),
                "-qec",
                "unset NO_COLOR; " + setting + "; ./wwep read --help; ./wwep demo",
                "/dev/null");
        try (Program run = Program.start(Checkout.ROOT, Checkout.ENVIRONMENT, words)) {
            assertThat(run.await().out())
                    .contains("Usage:", "A0")
                    .satisfies(
                            text -> assertThat(text.contains("\033[")).as(text).isEqualTo(styled));
        }
    }

    /** A terminal's answer arrives among the keys; the digits of a late one would press buttons. */
    @Test
    void itAsksTheTerminalNothing() throws Exception {
        Path output = folder.resolve("output");
        String recorded = ForeignTool.require("script", "bsdutils") + " -qec './wwep dual-led --device 00F6' " + output;
        try (Tmux terminal = new Tmux(folder, recorded + "; echo \"ended with $?\"; cat")) {
            terminal.awaitScreen("0 and 1 press the buttons");
            terminal.type("q");
            terminal.awaitScreen("ended with 0");
        }
        assertThat(output).content().contains("BUTTON 0").doesNotContainPattern("\033\\[[?>]?[0-9;]*(c|n|\\$p)");
    }

    @Test
    void eachOfTwoButtonsHasItsKeyAndLed() throws Exception {
        try (Tmux terminal = start("dual-led")) {
            assertThat(terminal.awaitScreen("0 and 1 press the buttons"))
                    .contains("LED 0 off", "BUTTON 0 plain", "LED 1 off", "BUTTON 1 TLS");

            terminal.type("1");
            terminal.awaitScreen("LED 0 off", "LED 1  ON", "1  1 TLS    W00F6060001  A00F6060001  on");
            terminal.type("0");
            terminal.awaitScreen("LED 0  ON", "LED 1  ON", "2  0 plain  W00F6050001  A00F6050001  on");

            terminal.type("q");
            terminal.awaitScreen("2 presses, 2 correct replies", "1 exchange on port ", "ended with 0");
            assertThat(terminalAfter()).isEqualTo(terminalBefore());
        }
    }

    /** Starts the program, and prints the terminal's settings before and after it. */
    private Tmux start(String program) throws Exception {
        return new Tmux(
                folder,
                "stty -g > '" + folder + "/before'; ./wwep " + program
                        + " --device 00F6 --timeout 10s; code=$?; stty -g > '" + folder
                        + "/after'; echo \"ended with $code\"; cat");
    }

    private String terminalBefore() throws Exception {
        return Files.readString(folder.resolve("before"));
    }

    private String terminalAfter() throws Exception {
        return Files.readString(folder.resolve("after"));
    }
}
