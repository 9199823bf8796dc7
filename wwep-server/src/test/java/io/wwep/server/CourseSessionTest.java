package io.wwep.server;

import static io.wwep.server.ScriptedSocket.RESET;
import static io.wwep.server.ScriptedSocket.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.DeviceId;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CourseSessionTest {

    private static final int PACKET_MILLIS = 100;

    private final List<Exchange> exchanges = new ArrayList<>();
    private final RequestHandler handler =
            new RequestHandler(RegisterStore.inMemory(), ServerProfile.COURSE, exchanges::add);

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("table")
    void anIllegalPacketIsRefusedWithTheTextOfEachServer(
            String packet, List<String> pieces, ServerProfile profile, String reply) {
        assertThat(serve(profile, pieces.toArray(String[]::new)).writes()).containsExactly(reply);
        assertThat(exchanges).extracting(Exchange::refusal).containsExactly(Refusal.ILLEGAL_MESSAGE);
    }

    /** The observed behavior of the course's servers, and some more packets. */
    static Stream<Arguments> table() {
        return Stream.of(
                        row(
                                "nothing, and the client waits",
                                List.of(SILENCE),
                                "X illegal command",
                                "X illegal message length (0)"),
                        row(
                                "nothing, and the client is gone",
                                List.of(),
                                "X illegal command",
                                "X illegal message length (0)"),
                        row(
                                "more than 12 bytes",
                                List.of("W0FAC0B123456789"),
                                "X illegal message length",
                                "X illegal message length (13)"),
                        row(
                                "CR LF after a write",
                                List.of("W0FAC0B1234\r\n"),
                                "X illegal message length",
                                "X illegal message length (13)"),
                        row(
                                "two requests in one segment",
                                List.of("R0FAC0BR0FAC0B"),
                                "X illegal message length",
                                "X illegal message length (13)"),
                        row(
                                "hello",
                                List.of("hello", SILENCE),
                                "X illegal command",
                                "X illegal message length (Length: 5)"),
                        row(
                                "hello and a line feed",
                                List.of("hello\n", SILENCE),
                                "X illegal command",
                                "X illegal message length (Length: 6)"),
                        row(
                                "a short write",
                                List.of("W01234", SILENCE),
                                "X illegal command",
                                "X illegal message length (Length: 6)"),
                        row(
                                "a lower-case w",
                                List.of("w0FAC0B1234", SILENCE),
                                "X illegal command",
                                "X illegal command/length (Command: w), (Length: 11)"),
                        row(
                                "a lower-case w and a line feed",
                                List.of("w0FAC0B1234\n", SILENCE),
                                "X illegal command",
                                "X illegal command/length (Command: w), (Length: 12)"),
                        row(
                                "a write as long as a read",
                                List.of("W0FAC0B", SILENCE),
                                "X illegal command",
                                "X illegal command/length (Command: W), (Length: 7)"),
                        row(
                                "a read as long as a write",
                                List.of("R0FAC0B1234", SILENCE),
                                "X illegal command",
                                "X illegal command/length (Command: R), (Length: 11)"),
                        row(
                                "a G in a write",
                                List.of("W0FACGB1234", SILENCE),
                                "X illegal character",
                                "X illegal character (Character: G)"),
                        row(
                                "a byte that cannot be printed",
                                List.of("R0\u0000AC0B", SILENCE),
                                "X illegal character",
                                "X illegal character (Character: \u0000)"),
                        row(
                                "a byte above ASCII",
                                List.of("R0FAC0\u00E9", SILENCE),
                                "X illegal character",
                                "X illegal character (Character: \u00E9)"),
                        row(
                                "a lone LF",
                                List.of("\n", SILENCE),
                                "X illegal command",
                                "X illegal message length (Length: 1)"),
                        row(
                                "LF before a read",
                                List.of("\nR0FAC0B", SILENCE),
                                "X illegal message length",
                                "X illegal message length (Length: 8)"),
                        row(
                                "a write and a byte that is not a line feed",
                                List.of("W0FAC0B12345", SILENCE),
                                "X illegal message length",
                                "X illegal message length (Length: 12)"),
                        row(
                                "CR LF after a read",
                                List.of("R0FAC0B\r\n", SILENCE),
                                "X illegal command",
                                "X illegal message length (Length: 9)"),
                        row(
                                "a write in two pieces with too long a pause between them",
                                List.of("W0FA", SILENCE, "C0B1234"),
                                "X illegal command",
                                "X illegal message length (Length: 4)"))
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> row(String packet, List<String> pieces, String of64, String of67) {
        return Stream.of(
                Arguments.of(packet, pieces, ServerProfile.COURSE, of64),
                Arguments.of(packet, pieces, ServerProfile.COURSE_6_7, of67));
    }

    @ParameterizedTest
    @EnumSource(names = {"COURSE", "COURSE_6_7"})
    void bothProfilesAnswerALegalRequestAlike(ServerProfile profile) {
        assertThat(serve(profile, "W0FAC0B1234", SILENCE).sent()).isEqualTo("A0FAC0B1234");
        assertThat(serve(profile, "W0fac0b12cd", SILENCE).sent()).isEqualTo("A0FAC0B12CD");
        assertThat(serve(profile, "R0fac0b", SILENCE).sent()).isEqualTo("A0FAC0B12CD");
        assertThat(serve(profile, "R0BAC0B", SILENCE).sent()).isEqualTo("X Not Found");
    }

    @ParameterizedTest
    @EnumSource(names = {"COURSE", "COURSE_6_7"})
    void oneLineFeedMayFollowARequest(ServerProfile profile) {
        assertThat(serve(profile, "W0FAC0B1234\n", SILENCE).sent()).isEqualTo("A0FAC0B1234");
        assertThat(serve(profile, "R0FAC0B\n", SILENCE).sent()).isEqualTo("A0FAC0B1234");
        assertThat(exchanges).extracting(Exchange::message).containsExactly("W0FAC0B1234", "R0FAC0B");
    }

    @Test
    void aPacketEndsWithTheStreamATimeoutOrAReset() {
        assertThat(serve("W0FA", "C0B1", "234").sent()).isEqualTo("A0FAC0B1234");
        assertThat(serve("W0FAC0B1234".split("")).sent()).isEqualTo("A0FAC0B1234");
        assertThat(serve("W0FAC0B1234", SILENCE, "\n").sent()).isEqualTo("A0FAC0B1234");
        assertThat(serve("W0FAC0B12", SILENCE, "34").sent()).isEqualTo("X illegal command");
        assertThat(serve("W0FAC0C5678", RESET).sent()).isEqualTo("A0FAC0C5678");
        assertThat(serve("R0FAC0C").sent()).isEqualTo("A0FAC0C5678");
    }

    @Test
    void theMessageTimeoutRestartsWithEachPiece() {
        ScriptedSocket socket = new ScriptedSocket("W0FAC0B1234".split("")).delayingEachPiece();

        assertThat(serve(ServerProfile.COURSE, socket).sent()).isEqualTo("A0FAC0B1234");

        // Eleven pieces, then the end of the stream.
        assertThat(socket.timeouts().subList(0, 12)).containsOnly(PACKET_MILLIS);
    }

    @Test
    void aConnectionHasOneExchangeAndLaterInputIsDiscarded() {
        ScriptedSocket socket = serve("W0FAC0B1234", SILENCE, "R0FAC0BR0FAC0B");
        assertThat(socket.writes()).containsExactly("A0FAC0B1234");
        assertThat(socket.unread()).isEmpty();
        assertThat(exchanges).hasSize(1);
    }

    @Test
    void theServerDisconnectsAndWaitsForItsClientToClose() {
        ScriptedSocket socket = serve("W0FAC0B1234", SILENCE, "more", "and more");
        assertThat(socket.isOutputEnded()).isTrue();
        assertThat(socket.unread()).isEmpty();
    }

    @Test
    void a402ndRegisterIsRefusedButExistingOnesCanBeWritten() {
        for (int i = 0; i < 401; i++) {
            serve(String.format("W%04X050001", i));
            assertThat(serve(String.format("W%04X05%04X", i, i)).sent()).startsWith("A");
        }
        assertThat(serve("WABCD050001").sent()).isEqualTo("X Database Full 401");
        assertThat(serve("W0000060001").sent()).isEqualTo("X Database Full 401");
        assertThat(serve("RABCD05").sent()).isEqualTo("X Not Found");
        assertThat(serve("W0000050042").sent()).isEqualTo("A0000050042");
        assertThat(serve("W0190051234").sent()).isEqualTo("A0190051234");
        assertThat(serve("R000005").sent()).isEqualTo("A0000050042");
    }

    @Test
    void writingARegisterAgainTakesNoRoom() {
        for (int i = 0; i <= CourseStore.MAX_ENTRIES; i++) {
            assertThat(serve(String.format("W000005%04X", i)).sent()).startsWith("A");
        }
        assertThat(serve("WABCD050001").sent()).isEqualTo("AABCD050001");
    }

    @Test
    void messagesAreReportedAsReceived() {
        serve("W0fac0b1234");
        serve("\n");
        serve();
        assertThat(exchanges).extracting(Exchange::message).containsExactly("W0fac0b1234", "\\n", "");
        assertThat(exchanges)
                .extracting(exchange -> exchange.reply().toString())
                .containsExactly("A0FAC0B1234", "X illegal command", "X illegal command");
    }

    @Test
    void aRegisterThatTheStoreRefusesTakesNoRoom() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        RegisterStore memory = RegisterStore.inMemory();
        RegisterStore store = new CourseStore(new RegisterStore() {

            @Override
            public OptionalInt read(DeviceId device, int register) throws IOException {
                return memory.read(device, register);
            }

            @Override
            public boolean write(DeviceId device, int register, int value) throws IOException {
                return !full.get() && memory.write(device, register, value);
            }
        });
        for (int i = 0; i <= CourseStore.MAX_ENTRIES; i++) {
            assertThat(store.write(DeviceId.of(i), 5, 1)).isFalse();
        }
        full.set(false);

        assertThat(store.write(DeviceId.of(1), 5, 1)).isTrue();
    }

    @Test
    void theReplyHasALatencyAndARefusalIsCounted() {
        serve("W0FAC0B1234");
        serve("R0BAC0B");

        assertThat(handler.latencies().count()).isEqualTo(2);
        assertThat(handler.latencies().percentile(1)).isLessThan(TimeUnit.MINUTES.toNanos(1));
        assertThat(handler.refusals()).isEqualTo(1);
    }

    @Test
    void anAcceptanceThatCannotBeKeptIsCountedAsARefusal() {
        RegisterStore failing = new RegisterStore() {

            @Override
            public OptionalInt read(DeviceId device, int register) {
                return OptionalInt.empty();
            }

            @Override
            public boolean write(DeviceId device, int register, int value) {
                return true;
            }

            @Override
            public void force() throws IOException {
                throw new IOException("no such disk");
            }
        };
        RequestHandler failingHandler = new RequestHandler(failing, ServerProfile.COURSE, null);
        session(new ScriptedSocket("W0FAC0B1234"), failingHandler, ServerProfile.COURSE)
                .serve();

        assertThat(failingHandler.refusals()).isEqualTo(1);
    }

    @Test
    void theReasonForTheEndIsKnown() {
        ScriptedSocket closed = new ScriptedSocket("W0FAC0B1234");
        closed.close();

        assertThat(session(new ScriptedSocket("W0FAC0B1234"), handler, ServerProfile.COURSE)
                        .serve())
                .isEqualTo("its one exchange is done");
        assertThat(session(closed, handler, ServerProfile.COURSE).serve()).isEqualTo("the server closed it");
        assertThat(closed.sent()).isEmpty();
    }

    private ScriptedSocket serve(String... script) {
        return serve(ServerProfile.COURSE, script);
    }

    private ScriptedSocket serve(ServerProfile profile, String... script) {
        return serve(profile, new ScriptedSocket(script));
    }

    private ScriptedSocket serve(ServerProfile profile, ScriptedSocket socket) {
        session(socket, handler, profile).serve();
        return socket;
    }

    private static CourseSession session(ScriptedSocket socket, RequestHandler handler, ServerProfile profile) {
        return new CourseSession(
                new Connection(1, socket, handler, 30_000),
                handler,
                new ServerSettings(profile, 1, 30_000, PACKET_MILLIS, null));
    }
}
