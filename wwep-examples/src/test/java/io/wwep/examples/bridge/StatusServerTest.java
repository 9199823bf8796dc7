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

    private Socket connection() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    @Test
    void aPageIsServedWithItsStatusAndType() {
        HttpResponse response = HttpResponse.get(server.port(), "/health");
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header()).containsIgnoringCase("Content-Type: application/json");
        assertThat(response.body()).isEqualTo("{}\n");
    }

    @Test
    void headHasNoBody() {
        HttpResponse response = HttpResponse.of(server.port(), "HEAD /health");
        assertThat(response.header()).containsIgnoringCase("Content-Length: 3\r\n");
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void otherMethodsAreNotAllowed(String method) {
        HttpResponse response = HttpResponse.of(server.port(), method + " /health");
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header()).contains("Allow: GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health/x", "/metric", "/../health"})
    void otherPathsAreNotFound(String path) {
        HttpResponse response = HttpResponse.get(server.port(), path);
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("there are only /health\n");
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
            assertThat(HttpResponse.get(server.port(), "/health").status()).isEqualTo(503);
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
