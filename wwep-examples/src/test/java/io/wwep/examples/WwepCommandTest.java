package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WwepCommandTest {

    @Test
    void withoutArgumentsItShowsItsUsage() {
        InProcess run = wwep("");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: wwep").contains("demo", "led", "server", "write", "read", "raw");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "led",
                "dual-led",
                "server",
                "lab",
                "write",
                "read",
                "raw",
                "packets",
                "check",
                "secret",
                "handshake",
                "mitm",
                "help",
                "completion",
                "certs",
                "certs create",
                "certs request",
                "certs sign",
                "certs show",
                "certs fetch",
                "certs convert"
            })
    void everyCommandHasHelpWithAnExampleAndItsExitCodes(String command) {
        InProcess run = wwep(command + " --help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("Usage: wwep " + command)
                .contains("Example", "./wwep " + command, "Exit codes:", "bad usage");
        assertThat(run.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"led", "certs", "certs create"})
    void helpShowsTheSameAsTheOption(String command) {
        assertThat(wwep("help " + command)).isEqualTo(wwep(command + " --help"));
    }

    @Test
    void eachCommandIsFoundByTheNameInItsUsage() {
        assertThat(WwepCommand.commandLine(new PrintWriter(Writer.nullWriter())).getSubcommands())
                .allSatisfy(
                        (name, command) -> assertThat(command.getCommandName()).isEqualTo(name));
    }

    @Test
    void helpAloneListsTheCommands() {
        assertThat(wwep("help")).isEqualTo(wwep("--help"));
    }

    @ParameterizedTest
    @CsvSource({
        "help wirte,        there is no command 'wirte'; did you mean write?",
        "help certs create x, there is no command 'x' below create",
        "help certs led,    there is no command 'led' below certs"
    })
    void helpOnAnUnknownCommandIsBadUsage(String arguments, String why) {
        InProcess run = wwep(arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).contains(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"led", "read", "certs", "certs create"})
    void everyCommandShowsTheVersion(String command) {
        assertThat(wwep(command + " --version")).isEqualTo(wwep("--version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete-me", "foobar", "banana"})
    void nothingIsSuggestedForAnUnrelatedWord(String command) {
        assertThat(wwep(command).err())
                .isEqualTo(String.format("wwep: there is no command '%s'%nHelp: ./wwep --help%n", command));
    }

    @Test
    void aCommandWithSubcommandsShowsItsUsage() {
        InProcess run = wwep("certs");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: wwep certs").contains("create", "show", "fetch", "convert");
    }

    @Test
    void theVersionNamesTheProgramAndJava() {
        InProcess run = wwep("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("wwep ").contains("Java " + Runtime.version());
    }

    @Test
    void anUnknownCommandIsBadUsageWithASuggestion() {
        InProcess run = wwep("wirte");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: ").contains("no command 'wirte'; did you mean write?", "./wwep --help");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write --hots 127.0.0.1 0FAC 0B 1234",
                "write 0FAC 0B 1234 --hots 127.0.0.1",
                "write --hots=127.0.0.1 0FAC 0B 1234",
                "read --hots 127.0.0.1 0FAC 0B"
            })
    void aMistypedOptionIsNamedInAnyPosition(String arguments) {
        InProcess run = wwep(arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: Unknown option: '--hots'").contains("--host", "--help");
    }

    /** As from a shell variable that is not set. */
    @ParameterizedTest
    @ValueSource(strings = {"led --press 1 --pcap=", "certs show --ca=", "server --log=", "write --ca= 0FAC 0B 1"})
    void anEmptyFileNameIsBadUsage(String arguments) {
        InProcess run = wwep(arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).contains("the name of the file is empty; give one");
    }

    /** As in a name that was copied from a web page, or that another person chose. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "write --ca a\u001b[2J.pem 0FAC 0B 1",
                "led --press 1 --pcap a\u001b[2J/talk.pcap",
                "load a\u001b[2J.json",
                "server --tls-port 0 --cert a\u001b[2J.pem --key b",
                "gateway --config a\u001b[2J.yaml",
                "write a\u001b[2J 0B 1",
                "a\u001b[2J",
                "--a\u001b[2J"
            })
    void anErrorMessageShowsControlCharactersEscaped(String arguments) {
        InProcess run = wwep(arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).contains("a\\u001B[2J").doesNotContain("\u001b");
    }

    @Test
    void argumentsAfterTwoDashesAreNotOptions() {
        assertThat(wwep("raw --port 1 --timeout 5ms -- --hots").err()).doesNotContain("Unknown option");
    }
}
