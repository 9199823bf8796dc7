package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MitmCommandTest {

    @Test
    void theThreeConnectionsAreShownWithWhatEachSideSaw() {
        InProcess run = wwep("mitm");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .containsSubsequence(
                        "Plain TCP",
                        "W0FAC0B1234 W0FAC0B0BAD W0FAC0B0BAD A0FAC0B0BAD A0FAC0B1234",
                        "R0FAC0B R0FAC0B R0FAC0B A0FAC0B0BAD A0FAC0B1234",
                        "The client wrote 1234 and read 1234: it sees nothing wrong.",
                        "The server has 0BAD",
                        "TLS, but the client does not check",
                        "signed by itself",
                        "W0FAC0B1234 W0FAC0B0BAD",
                        "it sees nothing wrong",
                        "TLS, and the client trusts only",
                        "The client ends the handshake",
                        "self-signed and not among the trusted ones",
                        "The client has sent no request",
                        "The man has read no request: the client has ended the handshake with him.",
                        "The server has received no request");
        assertThat(run.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void itHasNoOptionForAHost() {
        assertThat(wwep("mitm --host wwep.local").exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(wwep("mitm wwep.local").exitCode()).isEqualTo(ExitCode.BAD_USAGE);
    }
}
