package io.wwep.server;

import static io.wwep.server.ScriptedSocket.RESET;
import static io.wwep.server.ScriptedSocket.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.server.store.RegisterStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CourseSessionTest {

    private static final ServerSettings SETTINGS = new ServerSettings(ServerProfile.COURSE, 1, 30_000, 100);

    private final List<Exchange> exchanges = new ArrayList<>();
    private final RequestHandler handler =
            new RequestHandler(RegisterStore.inMemory(), ServerProfile.COURSE, exchanges::add);

    @ParameterizedTest
    @CsvSource({
        "W0FAC0B1234, A0FAC0B1234",
        "W0fac0b12cd, A0FAC0B12CD",
        "R0BAC0B, X Not Found",
        "W01234, X illegal message length (Length: 6)",
        "W, X illegal message length (Length: 1)",
        "R0BAC0B1, X illegal message length (Length: 8)",
        "R0BAC0B1234, X illegal message length (Length: 11)",
        "W0FAC0B12345, X illegal message length (Length: 12)",
        "W0FAC0B123456789, X illegal message length (Length: 13)",
        "W0FAC0B1234R0FAC0B, X illegal message length (Length: 13)",
        "W0FACGB1234, X illegal character (Character: G)",
        "R0BAC0g, X illegal character (Character: g)",
        "R0 AC0B, X illegal character (Character:  )",
        "G, X illegal character (Character: G)",
        "r0bac0b, X illegal character (Character: r)",
        "GET / HTTP/1.1, X illegal character (Character: G)",
    })
    void theReplyIsThatOfTheCoursesServers(String request, String reply) {
        assertThat(serve(request).writes()).containsExactly(reply);
    }

    @Test
    void anUnprintableCharacterIsNamedByItsNumber() {
        assertThat(serve("R0\0AC0B").sent()).isEqualTo("X illegal character (Character: \\x00)");
        assertThat(serve("R0BAC\n0").sent()).isEqualTo("X illegal character (Character: \\n)");
        assertThat(serve("\u00E9").sent()).isEqualTo("X illegal character (Character: \\xE9)");
    }

    @Test
    void oneLineEndBehindTheRequestIsTakenOff() {
        assertThat(serve("W0FAC0B1234\n").sent()).isEqualTo("A0FAC0B1234");
        assertThat(serve("W0FAC0B1234\r\n").sent()).isEqualTo("A0FAC0B1234");
        assertThat(serve("R0FAC0B\r\n").sent()).isEqualTo("A0FAC0B1234");
        assertThat(serve("R0FAC0B\n\n").sent()).isEqualTo("X illegal message length (Length: 8)");
        assertThat(serve("R0FAC0B\r").sent()).isEqualTo("X illegal message length (Length: 8)");
        assertThat(serve("\nR0FAC0B").sent()).isEqualTo("X illegal character (Character: \\n)");
        assertThat(serve("\n").sent()).isEqualTo("X illegal message length (Length: 0)");
        assertThat(serve("\r\n").sent()).isEqualTo("X illegal message length (Length: 0)");
    }

    @Test
    void thePacketEndsWithTheStreamOrWithTheTimeOrWithAReset() {
        assertThat(serve("W0FA", "C0B1", "234").sent()).isEqualTo("A0FAC0B1234");
        assertThat(serve("W0FAC0B1234".split("")).sent()).isEqualTo("A0FAC0B1234");
        assertThat(serve("W0FAC0B1234", SILENCE, "\n").sent()).isEqualTo("A0FAC0B1234");
        assertThat(serve("W0FAC0B12", SILENCE, "34").sent()).isEqualTo("X illegal message length (Length: 9)");
        assertThat(serve("W0FAC0C5678", RESET).sent()).isEqualTo("A0FAC0C5678");
        assertThat(serve("R0FAC0C").sent()).isEqualTo("A0FAC0C5678");
    }

    @Test
    void aConnectionHasOneExchangeAndWhatIsThereBeyondItIsDropped() {
        ScriptedSocket socket = serve("W0FAC0B1234", SILENCE, "R0FAC0BR0FAC0B");
        assertThat(socket.writes()).containsExactly("A0FAC0B1234");
        assertThat(socket.unread()).isEmpty();
        assertThat(exchanges).hasSize(1);
    }

    @Test
    void aConnectionThatBringsNothingGetsNoReplyAndIsNoExchange() {
        assertThat(serve().writes()).isEmpty();
        assertThat(serve(SILENCE).writes()).isEmpty();
        assertThat(exchanges).isEmpty();
    }

    @Test
    void a402ndRegisterIsRefusedWhileTheOthersCanStillBeWritten() {
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
    void whatWasReceivedIsReportedAsItCameWithoutItsLineEnd() {
        serve("W0fac0b1234\r\n");
        serve("\n");
        assertThat(exchanges).extracting(Exchange::message).containsExactly("W0fac0b1234", "");
        assertThat(exchanges)
                .extracting(exchange -> exchange.reply().toString())
                .containsExactly("A0FAC0B1234", "X illegal message length (Length: 0)");
    }

    private ScriptedSocket serve(String... script) {
        ScriptedSocket socket = new ScriptedSocket(script);
        new CourseSession(new Connection(1, socket, handler, 30_000), handler, SETTINGS).serve();
        return socket;
    }
}
