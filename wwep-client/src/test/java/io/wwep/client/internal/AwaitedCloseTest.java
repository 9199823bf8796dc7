package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ConnectionBehavior;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The close that may follow a server's first reply, in mode AUTO: a write waits until it would have arrived. */
class AwaitedCloseTest {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);
    private static final WwepRequest WRITE = WwepRequest.write(DEVICE, 0x0B, 0x1234);

    private final Settings settings = EngineSettings.usual();
    private final Closing closing = new Closing();
    private final ServerConnection server =
            new ServerConnection(settings, ConnectionBehavior.UNKNOWN, new NotedEvents(), closing);
    private final MemoryTransport transport = new MemoryTransport();
    private final Connection connection = new Connection(1, transport, System.nanoTime(), 1, settings, closing);

    @BeforeEach
    void exchangeOnce() throws Exception {
        transport.reply("A0FAC0B1234");
        assertThat(connection.probe(WRITE, until())).isEqualTo(1);
    }

    private static long until() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    }

    /**
     * Asks on another thread whether a request may be sent. The reply counts as one of the future, so that a busy machine does
     * not end the wait.
     */
    private CompletableFuture<Boolean> asking(WwepRequest request) {
        connection.markUsed(until());
        Deadline deadline = new Deadline(EngineSettings.DEADLINE);
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread thread = new Thread(() -> ready.complete(server.isReady(connection, request, deadline)), "asking");
        thread.setDaemon(true);
        thread.start();
        return ready;
    }

    @Test
    void aWriteWaitsForACloseThatComesAMomentAfterTheReply() throws Exception {
        CompletableFuture<Boolean> ready = asking(WRITE);
        transport.awaitReader();
        assertThat(ready).isNotDone();
        transport.end();
        assertThat(ready.get(20, TimeUnit.SECONDS)).isFalse();
        assertThat(server.behavior()).isEqualTo(ConnectionBehavior.CLOSE_AFTER_REPLY);
    }

    @Test
    void aReadMayCrossTheCloseAndDoesNotWait() throws Exception {
        assertThat(asking(WwepRequest.read(DEVICE, 0x0B)).get(20, TimeUnit.SECONDS))
                .isTrue();
    }

    /** The thread that examines the connection may have begun before the client was closed. */
    @Test
    void theClientsOwnCloseTeachesNothingAboutTheServer() {
        closing.begin();
        connection.close();
        assertThat(server.isQuiet(connection, 0)).isFalse();
        assertThat(server.behavior()).isEqualTo(ConnectionBehavior.UNKNOWN);
    }
}
