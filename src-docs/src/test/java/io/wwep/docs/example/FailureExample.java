package io.wwep.docs.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ReconnectPolicy;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepDevice;
import io.wwep.client.WwepListener;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import io.wwep.server.WwepServer;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What to do when something fails. */
class FailureExample {

    // tag::retry[]
    /** Switches a lamp on. To do that twice does no harm, so it may be sent again unless it was refused. */
    static void switchOn(WwepDevice lamp) throws WwepException {
        for (int tries = 1; ; tries++) {
            try {
                lamp.write(0x05, 1);
                return;
            } catch (WwepException e) {
                boolean mayBeSentAgain = switch (e.delivery()) {
                    case NOT_SENT -> true; // it never left
                    case UNKNOWN -> true; // perhaps it was done
                    case ANSWERED -> false; // refused, and so it would be again
                };
                if (!mayBeSentAgain || tries == 3) {
                    throw e;
                }
            }
        }
    }
    // end::retry[]

    @Test
    void sentAgain() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                WwepClient client = server.client().build()) {
            server.fault(Fault.close().inReply());
            switchOn(client.device(0x0FAC));
            assertThat(server.find(0x0FAC, 0x05)).hasValue(1);
            assertThat(server.exchanges()).isEqualTo(2);
        }
    }

    @Test
    void sentAgainWhenTheServerIsThere() throws Exception {
        InetSocketAddress address;
        try (WwepServer gone = WwepServer.create().plain(0).start()) {
            address = gone.address();
        }
        try (LateServer server = new LateServer(address.getPort());
                WwepClient client = WwepClient.create("127.0.0.1")
                        .port(address.getPort())
                        .awaitReconnect(true)
                        .addListener(server)
                        .build()) {
            switchOn(client.device(0x0FAC));
            assertThat(client.read(0x0FAC, 0x05)).isEqualTo(1);
        }
    }

    /** Comes up once a client has found nobody. */
    private record LateServer(int port, List<WwepServer> started) implements WwepListener, AutoCloseable {

        LateServer(int port) {
            this(port, new ArrayList<>());
        }

        @Override
        public void failed(WwepRequest request, WwepException cause) {
            try {
                started.add(WwepServer.create().plain(port).start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            started.forEach(WwepServer::close);
        }
    }

    @Test
    void refusedOnce() {
        try (WwepTestServer server = WwepTestServer.start();
                WwepClient client = server.client().build()) {
            server.fault(Fault.refusal("Database Full").afterRequest());
            assertThatThrownBy(() -> switchOn(client.device(0x0FAC))).hasMessageContaining("Database Full");
        }
    }

    @Test
    void timesAndTries() {
        try (WwepClient client =
                // tag::times[]
                WwepClient.create("wwep.local")
                        .deadline(Duration.ofSeconds(3)) // of a whole exchange, whatever it takes
                        .connectTimeout(Duration.ofSeconds(1)) // for each address
                        .replyTimeout(Duration.ofMillis(500))
                        .reconnect(ReconnectPolicy.doubling(Duration.ofMillis(100), Duration.ofSeconds(10)))
                        .awaitReconnect(true) // wait for the next try, if it is within the deadline
                        .build()
        // end::times[]
        ) {
            assertThatThrownBy(() -> client.read(0x0FAC, 0x0B)).isInstanceOf(WwepConnectException.class);
        }
    }

    @Test
    void aReplyThatDoesNotCome() {
        try (WwepTestServer server = WwepTestServer.start();
                WwepClient client =
                        server.client().replyTimeout(Duration.ofMillis(50)).build()) {
            server.fault(Fault.stall().afterRequest());
            assertThatThrownBy(() -> client.read(0x0FAC, 0x0B))
                    .isInstanceOf(WwepTimeoutException.class)
                    .hasMessageMatching(
                            "no complete reply from .* within the reply timeout of 50 ms: .*reply \\d+ ms.*");
        }
    }
}
