package io.wwep.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.wwep.benchmarks.client.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client and a server at the endpoints of a connection, all on one thread. */
class RelayedConnectionTest {

    private static final String BYTES = "W0FAC0B1234".repeat(5);

    private final AtomicInteger faults = new AtomicInteger();
    private Selector selector;
    private Socket client;
    private Socket server;
    private SocketChannel fromClient;
    private SocketChannel toServer;

    @BeforeEach
    void connect() throws IOException {
        selector = Selector.open();
        try (ServerSocketChannel in = ServerSocketChannel.open();
                ServerSocket out = new ServerSocket(0, 1, Target.host())) {
            in.bind(new InetSocketAddress(Target.host(), 0));
            client = new Socket(Target.host(), in.socket().getLocalPort());
            fromClient = in.accept();
            toServer = SocketChannel.open(out.getLocalSocketAddress());
            server = out.accept();
        }
        fromClient.configureBlocking(false);
        toServer.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        fromClient.close();
        toServer.close();
        selector.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"STALL", "TRICKLE"})
    void delayedBytesArrive(Fault fault) throws IOException {
        RelayedConnection connection = connection(fault, 20);
        send(client, BYTES);
        pumpUntilServerHas(connection, BYTES.length());
        assertThat(new String(server.getInputStream().readNBytes(BYTES.length()), StandardCharsets.US_ASCII))
                .isEqualTo(BYTES);
        assertThat(faults).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CLOSE", "RESET"})
    void aBrokenConnectionHasPassedExactlyTheGivenBytes(Fault fault) throws IOException {
        RelayedConnection connection = connection(fault, 20);
        send(client, BYTES);
        pumpToEnd(connection);
        connection.close();
        selector.selectNow(); // a registered channel closes only now
        server.setSoTimeout(10_000);
        if (fault == Fault.CLOSE) {
            assertThat(server.getInputStream().readAllBytes()).hasSize(20);
        } else {
            assertThatIOException().isThrownBy(() -> server.getInputStream().readAllBytes());
        }
        assertThat(faults).hasValue(1);
    }

    @Test
    void bothDirectionsPassBytesAndTheEndOfTheStream() throws IOException {
        RelayedConnection connection = connection(Fault.CLOSE, 1_000_000);
        send(client, BYTES);
        client.shutdownOutput();
        pumpUntilServerHas(connection, BYTES.length());
        assertThat(server.getInputStream().readNBytes(BYTES.length())).hasSize(BYTES.length());
        send(server, "X");
        server.shutdownOutput();
        pumpToEnd(connection);
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        assertThat(client.getInputStream().readAllBytes()).containsExactly('X');
        assertThat(faults).hasValue(0);
    }

    private RelayedConnection connection(Fault fault, long after) throws IOException {
        return new RelayedConnection(fromClient, toServer, selector, fault, after, faults::incrementAndGet);
    }

    private void pumpUntilServerHas(RelayedConnection connection, int bytes) throws IOException {
        while (server.getInputStream().available() < bytes) {
            selector.select(5);
            selector.selectedKeys().clear();
            assertThat(connection.pump()).isTrue();
        }
    }

    private void pumpToEnd(RelayedConnection connection) throws IOException {
        do {
            selector.select(5);
            selector.selectedKeys().clear();
        } while (connection.pump());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
