package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.wwep.examples.bridge.StatusServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusServerTest {

    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private StatusServer server;

    @BeforeEach
    void start() throws IOException {
        server = StatusServer.start(FREE, Map.of("/health", () -> new Answer(503, "application/json", "{}\n")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Sends a request line, and returns the whole response. */
    private String request(String line) throws IOException {
        try (Socket socket = connection()) {
            socket.getOutputStream()
                    .write((line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket connection() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    @Test
    void aPageIsServedWithItsStatusAndType() throws IOException {
        assertThat(request("GET /health")).startsWith("HTTP/1.1 503 ").contains("application/json").endsWith("{}\n");
    }

    @Test
    void headHasNoBody() throws IOException {
        assertThat(request("HEAD /health"))
                .startsWith("HTTP/1.1 503 ")
                .containsIgnoringCase("Content-Length: 3\r\n")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void otherMethodsAreNotAllowed(String method) throws IOException {
        assertThat(request(method + " /health")).startsWith("HTTP/1.1 405 ").contains("Allow: GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health/x", "/metric", "/../health"})
    void otherPathsAreNotFound(String path) throws IOException {
        assertThat(request("GET " + path)).startsWith("HTTP/1.1 404 ").contains("there are only /health");
    }

    @Test
    void clientsThatSendNothingDoNotKeepOthersOut() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Socket socket = connection();
                socket.getOutputStream().write("GET /health HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
                silent.add(socket);
            }
            assertThat(request("GET /health")).startsWith("HTTP/1.1 503 ");
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void anAddressInUseIsReportedWithTheRemedy() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        assertThatIOException()
                .isThrownBy(() -> StatusServer.start(taken, Map.of()).close())
                .withMessageContaining("http: cannot listen on")
                .withMessageContaining("give another address");
    }
}
