package io.wwep.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.benchmarks.client.Target;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DelayRelayTest {

    private static final Duration DELAY = Duration.ofMillis(10);

    private ServerSocket listener;
    private DelayRelay relay;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, Target.host());
        relay = new DelayRelay(listener.getLocalPort(), DELAY);
        client = new Socket(Target.host(), relay.port());
        server = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        relay.close();
        listener.close();
    }

    @Test
    void aByteAndItsAnswerTakeTheDelayTwice() throws IOException {
        long[] times = LongStream.range(0, 50).map(i -> roundTrip((int) i)).toArray();

        // A busy machine delays some, but not the fastest; the relay's estimate of its wake-up delay adds at most
        // 0.6 ms.
        assertThat(Duration.ofNanos(LongStream.of(times).min().orElseThrow()))
                .isBetween(Duration.ofNanos(19_400_000), Duration.ofMillis(21));
    }

    @Test
    void bytesSentWhileOthersAreInTransitArriveInOrder() throws IOException {
        for (int i = 0; i < 100; i++) {
            client.getOutputStream().write(i);
        }

        byte[] received = server.getInputStream().readNBytes(100);

        for (int i = 0; i < 100; i++) {
            assertThat(received[i]).isEqualTo((byte) i);
        }
    }

    @Test
    void theEndOfAStreamArrivesAfterItsBytesAndLeavesTheOtherDirectionOpen() throws IOException {
        client.getOutputStream().write('a');
        client.shutdownOutput();

        assertThat(server.getInputStream().read()).isEqualTo('a');
        assertThat(server.getInputStream().read()).isEqualTo(-1);

        server.getOutputStream().write('b');
        assertThat(client.getInputStream().read()).isEqualTo('b');
    }

    @Test
    void aClientOfAServerThatDoesNotListenSeesItsConnectionClosed() throws IOException {
        listener.close();

        try (Socket another = new Socket(Target.host(), relay.port())) {
            assertThat(another.getInputStream().read()).isEqualTo(-1);
        }
    }

    private long roundTrip(int value) {
        try {
            long started = System.nanoTime();
            client.getOutputStream().write(value);
            server.getOutputStream().write(server.getInputStream().read());
            assertThat(client.getInputStream().read()).isEqualTo(value);
            return System.nanoTime() - started;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
