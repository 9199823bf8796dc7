package io.wwep.server;

import static io.wwep.server.ScriptedSocket.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.wwep.check.LogCapture;
import io.wwep.protocol.DeviceId;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a session ends, and what it counts and logs. */
class SessionReportTest {

    private static final ServerSettings SETTINGS = new ServerSettings(ServerProfile.STANDARD, 1, 30_000, 2_000, null);

    @ParameterizedTest
    @CsvSource({
        "R0FAC0B, the client closed it",
        "R0F, the stream ended within a message",
        "?, a message was illegal",
    })
    void theReasonForTheEndIsKnown(String stream, String reason) {
        assertThat(end(newHandler(), stream)).isEqualTo(reason);
    }

    @Test
    void aSilentClientIsTheReasonForTheEnd() {
        RequestHandler handler = newHandler();

        assertThat(end(handler, SILENCE)).isEqualTo("it was idle for 30000 ms");
        assertThat(end(handler, "R0F", SILENCE)).isEqualTo("a message was incomplete after 2000 ms");
    }

    @Test
    void everyReplyHasALatencyAndEveryRefusalIsCounted() {
        RequestHandler handler = newHandler();
        end(handler, "W0FAC0B1234R0BAC0BR0FAC0B?");

        assertThat(handler.latencies().count()).isEqualTo(4);
        assertThat(handler.latencies().percentile(1)).isLessThan(TimeUnit.MINUTES.toNanos(1));
        assertThat(handler.refusals()).isEqualTo(2);
    }

    @Test
    void refusalsBecauseTheStoreFailsAreCountedAndLogged() {
        RequestHandler handler = new RequestHandler(new FailingStore(), ServerProfile.STANDARD, null);
        try (LogCapture log = new LogCapture("io.wwep.server")) {
            end(handler, "R0FAC0B");

            assertThat(log.warnings())
                    .anySatisfy(line ->
                            assertThat(line).contains("R0FAC0B was refused because the store failed", "no such disk"));
        }
        assertThat(handler.refusals()).isEqualTo(1);
    }

    @Test
    void eachAcceptanceThatCannotBeKeptIsCountedAsARefusal() {
        RequestHandler handler = new RequestHandler(new FailingStore(), ServerProfile.STANDARD, null);
        end(handler, "W0FAC0B1234W0FAC0C1234R0FAC0B");

        assertThat(handler.refusals()).isEqualTo(3);
    }

    @Test
    void anIllegalMessageIsLogged() {
        try (LogCapture log = new LogCapture("io.wwep.server")) {
            end(newHandler(), "?");

            assertThat(log.lines(Level.INFO))
                    .singleElement()
                    .asString()
                    .contains("was refused and closed: a message was illegal");
        }
    }

    @Test
    void aServerThatIsClosingAnswersWhatHasArrivedAndThenEndsTheConnection() {
        ClosingStore closing = new ClosingStore(Connection::finish);

        assertThat(closing.end("R0BAC0B", "R0BAC0B")).isEqualTo("the server is closing");
        assertThat(closing.socket.sent()).isEqualTo("XX");
        assertThat(closing.socket.isOutputEnded()).isTrue();
    }

    @Test
    void aConnectionThatTheServerClosedIsServedNoLonger() {
        ClosingStore closing = new ClosingStore(Connection::close);

        assertThat(closing.end("R0BAC0B", "R0BAC0B")).isEqualTo("the server closed it");
        assertThat(closing.reads).isEqualTo(1);
    }

    private static RequestHandler newHandler() {
        return new RequestHandler(RegisterStore.inMemory(), ServerProfile.STANDARD, null);
    }

    private static String end(RequestHandler handler, String... script) {
        return new StandardSession(new Connection(1, new ScriptedSocket(script), handler, 30_000), handler, SETTINGS)
                .serve();
    }

    /** A store that does something to the connection of each read. */
    private static final class ClosingStore implements RegisterStore {

        private final Consumer<Connection> action;
        private ScriptedSocket socket = new ScriptedSocket();
        private @Nullable Connection connection;
        private int reads;

        ClosingStore(Consumer<Connection> action) {
            this.action = action;
        }

        /** Serves a connection, and returns the reason for its end. */
        String end(String... script) {
            RequestHandler handler = new RequestHandler(this, ServerProfile.STANDARD, null);
            socket = new ScriptedSocket(script);
            connection = new Connection(1, socket, handler, 30_000);
            return new StandardSession(connection, handler, SETTINGS).serve();
        }

        @Override
        public OptionalInt read(DeviceId device, int register) {
            reads++;
            action.accept(Objects.requireNonNull(connection));
            return OptionalInt.empty();
        }

        @Override
        public boolean write(DeviceId device, int register, int value) {
            return true;
        }
    }

    /** A store that cannot be read, and keeps nothing. */
    private static final class FailingStore implements RegisterStore {

        @Override
        public OptionalInt read(DeviceId device, int register) throws IOException {
            throw new IOException("no such disk");
        }

        @Override
        public boolean write(DeviceId device, int register, int value) {
            return true;
        }

        @Override
        public void force() throws IOException {
            throw new IOException("no such disk");
        }
    }
}
