package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class ServerCommandTest {

    @Test
    void itSaysWhereItListensShowsEachExchangeAndCountsThemAtTheEnd() throws Exception {
        LineQueue out = new LineQueue();
        PrintWriter writer = new PrintWriter(out, true);
        CommandLine line = WwepCommand.commandLine(new Screen(writer, writer, Ansi.OFF));
        Callable<Integer> run = () -> line.execute("server", "--port", "0");
        FutureTask<Integer> result = new FutureTask<>(run);
        Thread server = new Thread(result, "server-command");
        server.start();

        String listening = out.next();
        assertThat(listening).startsWith("listening on 127.0.0.1:");
        assertThat(out.next()).containsSubsequence("count", "peer address", "port", "message", "reply");
        String port = listening.substring(listening.lastIndexOf(':') + 1);

        wwep("write --port " + port + " 0FAC 0B 1234");
        assertThat(out.next()).matches(" +1  127\\.0\\.0\\.1:\\d+ +" + port + "  W0FAC0B1234  A0FAC0B1234");
        wwep("read --port " + port + " 0BAC 0B");
        assertThat(out.next()).matches(" +2  127\\.0\\.0\\.1:\\d+ +" + port + "  R0BAC0B      X");

        server.interrupt();
        assertThat(result.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(out.next()).isEmpty();
        assertThat(out.next()).isEqualTo("served 2 exchanges");
    }

    @Test
    void aPortThatIsTakenIsNamedWithWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InProcess run = wwep("server --port " + taken.getLocalPort());

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
            assertThat(run.err()).startsWith("wwep: ").contains("127.0.0.1:" + taken.getLocalPort(), "another port");
            assertThat(run.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "server --port 65536,         '65536' is no port: it must be 0 to 65535",
                "server --max-connections 0,  it must be 1 or more",
                "server --bind [::1, '[::1' is no address of this machine"
            })
    void whatCannotBeAskedIsBadUsage(String arguments, String why) {
        InProcess run = wwep(arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: ").contains(why);
    }
}
