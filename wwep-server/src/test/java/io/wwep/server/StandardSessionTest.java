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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardSessionTest {

    private static final ServerSettings SETTINGS = new ServerSettings(ServerProfile.STANDARD, 1, 30_000, 2_000, null);

    private final RegisterStore store = RegisterStore.inMemory();
    private final List<Exchange> exchanges = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "W0FAC0B1234, A0FAC0B1234",
        "w0FAC0B1234, X",
        "W01234, X",
        "R0BAC0B, X",
        "r0fac0b, X",
        "W0fac0b12cD, A0FAC0B12CD",
        "W0FAC0B1234R0FAC0BR0BAC0B, A0FAC0B1234A0FAC0B1234X",
        "W0000000000RFFFFFFWFFFFFFFFFFRFFFFFFR000000, A0000000000XAFFFFFFFFFFAFFFFFFFFFFA0000000000",
    })
    void repliesFollowTheProtocol(String request, String reply) {
        assertThat(serve(request).sent()).isEqualTo(reply);
    }

    @Test
    void requestsMayBeSplitAtAnyByte() {
        String stream = "W0FAC0B1234R0FAC0B\r\nR0BAC0B\nW0fac0b00ff\n\nR0FAC0B";
        String replies = "A0FAC0B1234A0FAC0B1234XA0FAC0B00FFA0FAC0B00FF";
        for (int i = 1; i < stream.length(); i++) {
            for (int j = i + 1; j <= stream.length(); j++) {
                String[] pieces = {stream.substring(0, i), stream.substring(i, j), stream.substring(j)};
                assertThat(serve(withoutEmpty(pieces)).sent())
                        .as("split before bytes %d and %d", i, j)
                        .isEqualTo(replies);
            }
        }
        assertThat(serve(stream.split("")).sent()).as("one byte a piece").isEqualTo(replies);
    }

    @Test
    void repliesToRequestsThatArrivedTogetherLeaveTogether() {
        ScriptedSocket socket = serve("W0FAC0B1234R0FAC0BR0BAC0BR0F", "AC0BR0FAC0B", "\n", "R0BAC0B");
        assertThat(socket.writes()).containsExactly("A0FAC0B1234A0FAC0B1234X", "A0FAC0B1234A0FAC0B1234", "X");
    }

    @Test
    void aLongRunOfRequestsIsAnsweredInOrder() {
        StringBuilder requests = new StringBuilder();
        StringBuilder replies = new StringBuilder();
        for (int value = 0; value < 5_000; value++) {
            requests.append(String.format("W0FAC%02X%04XR0FAC%02X", value & 0xFF, value, value & 0xFF));
            replies.append(String.format("A0FAC%02X%04X", value & 0xFF, value).repeat(2));
        }
        assertThat(serve(requests.toString()).sent()).contains(replies);
    }

    @Test
    void repliesToTheShortestRequestsFitTheOutputBuffer() {
        serve("W0FAC0B1234");
        assertThat(serve("R0FAC0B".repeat(10_000) + "?").sent()).isEqualTo("A0FAC0B1234".repeat(10_000) + "X");
    }

    @Test
    void repliesToAThousandRequestsThatArrivedTogetherLeaveTogether() {
        assertThat(serve("R0BAC0B".repeat(1_000)).writes()).containsExactly("X".repeat(1_000));
    }

    @Test
    void lineEndsBetweenMessagesAreIgnored() {
        assertThat(serve("\r\n\n\rW0FAC0B1234\r\nR0FAC0B\n\n").sent()).isEqualTo("A0FAC0B1234A0FAC0B1234");
        assertThat(serve("\r\n").sent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n"})
    void aLineEndWithinAMessageIsIllegal(String lineEnd) {
        for (int i = 1; i < 11; i++) {
            String message = "W0FAC0B1234".substring(0, i) + lineEnd + "W0FAC0B1234".substring(i);
            assertThat(serve(message).sent()).as(message).isEqualTo("X");
        }
        assertThat(store("0FAC", 0x0B)).isEmpty();
    }

    @Test
    void everyFirstByteExceptRAndWAndLineEndsIsIllegal() {
        for (char first = 0; first <= 0xFF; first++) {
            boolean legal = "RW\r\n".indexOf(first) >= 0;
            assertThat(serve("R0BAC0B", first + "").sent())
                    .as("%02X", (int) first)
                    .isEqualTo(legal && first != 'R' && first != 'W' ? "X" : "XX");
            assertThat(serve(first + "W0FAC0B1234").sent())
                    .as("%02X", (int) first)
                    .isEqualTo(legal && first != 'R' && first != 'W' ? "A0FAC0B1234" : "X");
        }
    }

    @Test
    void everyByteThatIsNotAHexDigitIsIllegalAtEveryPosition() {
        for (int place = 1; place < 11; place++) {
            for (char c = 0; c <= 0xFF; c++) {
                if (Character.digit(c, 16) < 0) {
                    String message = "W0FAC0B1234".substring(0, place) + c + "W0FAC0B1234".substring(place + 1);
                    assertThat(serve(message).sent()).as(message).isEqualTo("X");
                }
            }
        }
        assertThat(store("0FAC", 0x0B)).isEmpty();
    }

    @Test
    void anIllegalMessageClosesTheConnectionAndLaterRequestsAreNotExecuted() {
        ScriptedSocket socket = serve("R0BAC0BW0FAC0B1234W01234W0FAC0C1234W0FAC0D1234", "W0FAC0E1234");
        assertThat(socket.writes()).as("the replies before it and its own").containsExactly("XA0FAC0B1234X");
        assertThat(socket.isOutputEnded()).isTrue();
        assertThat(socket.unread())
                .as("input left unread makes the close a reset")
                .isEmpty();
        assertThat(store("0FAC", 0x0B)).hasValue(0x1234);
        for (int register = 0x0C; register <= 0x0E; register++) {
            assertThat(store("0FAC", register)).isEmpty();
        }
    }

    @Test
    void theWaitForTheClientToCloseAfterAnIllegalMessageIsLimited() {
        ScriptedSocket silent = serve("?", "more", SILENCE, "R0BAC0B");
        assertThat(silent.sent()).isEqualTo("X");
        assertThat(silent.unread()).containsExactly("R0BAC0B");

        ScriptedSocket talking = serve("?", "!".repeat(1_000_000));
        assertThat(talking.sent()).isEqualTo("X");
        assertThat(talking.unread()).hasSize(1);
    }

    @Test
    void theEndOfTheStreamWithinAMessageIsIllegal() {
        for (int i = 1; i < 11; i++) {
            ScriptedSocket socket = serve("W0FAC0B1234".substring(0, i));
            assertThat(socket.sent()).isEqualTo("X");
            assertThat(socket.isOutputEnded()).isTrue();
        }
        assertThat(serve("R0FAC0").sent()).isEqualTo("X");
        assertThat(store("0FAC", 0x0B)).isEmpty();
    }

    @Test
    void aMessageIncompleteAfterItsTimeoutIsIllegal() {
        ScriptedSocket socket = serve("R0BAC0BW0FAC0", SILENCE, "B1234");
        assertThat(socket.writes()).containsExactly("X", "X");
        assertThat(socket.isOutputEnded()).isTrue();
        assertThat(store("0FAC", 0x0B)).isEmpty();
    }

    @Test
    void silenceBetweenMessagesEndsTheConnectionWithoutAReply() {
        ScriptedSocket socket = serve("R0BAC0B", SILENCE, "R0BAC0B");
        assertThat(socket.sent()).isEqualTo("X");
        assertThat(socket.unread()).containsExactly("R0BAC0B");
    }

    @Test
    void aLegalReadWithoutAValueLeavesTheConnectionOpen() {
        ScriptedSocket socket = serve("R0BAC0B", "R0BAC0B", "W0BAC0B0001", "R0BAC0B");
        assertThat(socket.writes()).containsExactly("X", "X", "A0BAC0B0001", "A0BAC0B0001");
    }

    @Test
    void completeRequestsBeforeAResetAreExecuted() {
        serve("W0FAC0B1234", "W0FAC0C12", RESET);
        assertThat(store("0FAC", 0x0B)).hasValue(0x1234);
        assertThat(store("0FAC", 0x0C)).isEmpty();
    }

    @Test
    void requestsAreExecutedAndReportedEvenIfRepliesCannotBeSent() {
        serve(new ScriptedSocket("W0FAC0B1234", "W0FAC0C1234", "W0FAC0D1234?").withBrokenOutput());
        for (int register = 0x0B; register <= 0x0D; register++) {
            assertThat(store("0FAC", register)).hasValue(0x1234);
        }
        assertThat(exchanges).hasSize(4);
    }

    @Test
    void aFullStoreRefusesAndTheConnectionStaysOpen() {
        RegisterStore full = new RegisterStore() {
            @Override
            public OptionalInt read(DeviceId device, int register) {
                return OptionalInt.of(7);
            }

            @Override
            public boolean write(DeviceId device, int register, int value) {
                return false;
            }
        };
        assertThat(serve(full, "W0FAC0B1234R0FAC0B").writes()).containsExactly("XA0FAC0B0007");
    }

    @Test
    void aStoreThatFailsRefusesAndTheConnectionStaysOpen() {
        RegisterStore broken = new RegisterStore() {
            @Override
            public OptionalInt read(DeviceId device, int register) throws IOException {
                if (register == 0) {
                    return OptionalInt.of(7);
                }
                throw new IOException("no such disk");
            }

            @Override
            public boolean write(DeviceId device, int register, int value) {
                throw new IllegalStateException("no such disk");
            }
        };
        assertThat(serve(broken, "W0FAC0B1234R0FAC0BR0FAC00").writes()).containsExactly("XXA0FAC000007");
    }

    private OptionalInt store(String device, int register) {
        try {
            return store.read(DeviceId.parse(device), register);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ScriptedSocket serve(String... script) {
        return serve(store, script);
    }

    private ScriptedSocket serve(RegisterStore store, String... script) {
        return serve(store, new ScriptedSocket(script));
    }

    private void serve(ScriptedSocket socket) {
        serve(store, socket);
    }

    private ScriptedSocket serve(RegisterStore store, ScriptedSocket socket) {
        RequestHandler handler = new RequestHandler(store, ServerProfile.STANDARD, exchanges::add);
        new StandardSession(new Connection(1, socket, handler, 30_000), handler, SETTINGS).serve();
        return socket;
    }

    private static String[] withoutEmpty(String[] pieces) {
        return List.of(pieces).stream().filter(piece -> !piece.isEmpty()).toArray(String[]::new);
    }
}
