package io.wwep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepReply;
import io.wwep.testing.Transcript.Event;
import io.wwep.testing.Transcript.Kind;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(WwepServerExtension.class)
class TranscriptTest {

    @Test
    void aTranscriptHasAllEventsInOrder(WwepTestServer server) throws Exception {
        server.enqueue(WwepReply.refused("Not Found"));
        server.fault(Fault.close().afterReply());
        try (WwepClient client = server.client().mode(ConnectionMode.ONE_SHOT).build()) {
            client.find(0x0FAC, 0x0B);
        }
        server.awaitNoConnections();
        assertThat(lines(server.transcript()))
                .containsExactly(
                        "1 opened plain", "1 > R0FAC0B", "1 < X Not Found", "1 ! close after the reply", "1 closed");
    }

    @Test
    void overTlsATranscriptHasTheDecryptedBytes(@OverTls WwepTestServer server) throws Exception {
        try (WwepClient client = server.client().mode(ConnectionMode.ONE_SHOT).build()) {
            client.write(0x0FAC, 0x0B, 1);
        }
        server.awaitNoConnections();
        assertThat(lines(server.transcript()))
                .containsExactly("1 opened TLS", "1 secured TLSv1.3", "1 > W0FAC0B0001", "1 < A0FAC0B0001", "1 left");
    }

    private static List<String> lines(Transcript transcript) {
        return transcript
                .toString()
                .lines()
                .map(line -> line.replaceFirst("^ *[\\d.]+ +", ""))
                .toList();
    }

    @Test
    void aTranscriptCanBeWrittenAndParsed() {
        Transcript transcript = new Transcript(List.of(
                new Event(Duration.ZERO, 1, Kind.OPENED, "plain"),
                new Event(Duration.ofMillis(3), 1, Kind.RECEIVED, "\r\nW\\ \u0000\u00FF" + "x".repeat(300)),
                new Event(Duration.ofMillis(12_345), 12, Kind.SENT, " X "),
                new Event(Duration.ofDays(3), 12, Kind.REMARK, "reset on accept"),
                new Event(Duration.ofDays(3), 12, Kind.RESET, "")));
        assertThat(Transcript.parse(transcript.toString())).isEqualTo(transcript);
    }

    @Test
    void timesMayBeOmittedAndCommentsAreAllowed() {
        Transcript transcript = Transcript.parse("# from the field\n\n1 opened plain\r\n1 > R0FAC0B\n");
        assertThat(transcript.events())
                .containsExactly(
                        new Event(Duration.ZERO, 1, Kind.OPENED, "plain"),
                        new Event(Duration.ZERO, 1, Kind.RECEIVED, "R0FAC0B"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            hello,            line 2 of the transcript is not an event: 'hello'
            1 >,              line 2 of the transcript has nothing after '>'
            1 left early,     line 2 of the transcript has 'early' after 'left'
            1 opened UDP,     line 2 of the transcript is 'opened UDP'; write 'opened plain' or 'opened TLS'
            1 > \\x1,         line 2 of the transcript has a \\x that is not followed by two hexadecimal digits
            1 > \\q,          line 2 of the transcript has a \\ that does not begin
            1 > é,            line 2 of the transcript has U+00E9; write an unprintable byte as \\xHH
            """)
    void anInvalidLineIsReported(String line, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transcript.parse("# first\n" + line))
                .withMessageStartingWith(message);
    }

    @Test
    void aFieldLogCanBeReplayed() throws Exception {
        try (WwepTestServer server = WwepTestServer.replaying(Transcript.parse("""
                        1 opened plain
                        1 > W0FAC0B1234
                        1 ! power failure
                        1 reset
                        2 opened plain
                        2 > R0FAC0B
                        2 < X Not Found
                        2 left
                        """));
                WwepClient client =
                        server.client().mode(ConnectionMode.ONE_SHOT).build()) {
            assertThat(client.exchangeAsync(io.wwep.protocol.WwepRequest.write(0x0FAC, 0x0B, 0x1234)))
                    .failsWithin(Duration.ofSeconds(10));
            assertThat(client.find(0x0FAC, 0x0B)).isEmpty();
            server.verifyReplay();
        }
    }

    @Test
    void aRecordingOverTlsCanBeReplayed(@OverTls WwepTestServer recorded) throws Exception {
        try (WwepClient client = recorded.client().build()) {
            client.write(0x0FAC, 0x0B, 1);
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(1);
        }
        recorded.awaitNoConnections();
        try (WwepTestServer server =
                WwepTestServer.replaying(Transcript.parse(recorded.transcript().toString()))) {
            try (WwepClient client = server.client().build()) {
                client.write(0x0FAC, 0x0B, 1);
                assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(1);
            }
            server.verifyReplay();
        }
    }

    @Test
    void aDifferentClientIsReported() {
        try (WwepTestServer server = WwepTestServer.replaying(
                        Transcript.parse("1 opened plain\n1 > W0FAC0B1234\n1 < A0FAC0B1234\n"));
                WwepClient client =
                        server.client().mode(ConnectionMode.ONE_SHOT).build()) {
            assertThat(catchError(server))
                    .hasMessage("the client differs from the transcript: it opened 0 connections instead of 1");
            assertThat(client.exchangeAsync(io.wwep.protocol.WwepRequest.write(0x0FAC, 0x0B, 0x1235)))
                    .failsWithin(Duration.ofSeconds(10));
            assertThat(catchError(server))
                    .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                    .hasMessageContaining("connection 1: '0.000  1 > W0FAC0B1234' was expected, but the client sent"
                            + " 'W0FAC0B1235'");
        }
    }

    private static Throwable catchError(WwepTestServer server) {
        return org.assertj.core.api.Assertions.catchThrowable(server::verifyReplay);
    }
}
