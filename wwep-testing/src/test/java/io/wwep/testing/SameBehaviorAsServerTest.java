package io.wwep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.server.WwepServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests that an unscripted test server answers like the real one. */
class SameBehaviorAsServerTest {

    private static final String[] PIECES = {
        "W0FAC0B1234",
        "W0FAC0B0001",
        "R0FAC0B",
        "r0FAC0B",
        "R0FAC0C",
        "W00000000FF",
        "\r\n",
        "\n",
        "W0FAC",
        "X",
        "R0fac0b",
        "A0FAC0B1234",
        "W0FAC0BG"
    };

    @Test
    void legalAndIllegalStreamsAreAnsweredAlike() throws IOException {
        Random random = new Random(1);
        try (WwepServer server = WwepServer.create().plain(0).start();
                WwepTestServer test = WwepTestServer.start()) {
            for (int i = 0; i < 300; i++) {
                StringBuilder stream = new StringBuilder();
                for (int pieces = 1 + random.nextInt(6); pieces > 0; pieces--) {
                    stream.append(PIECES[random.nextInt(PIECES.length)]);
                }
                assertThat(ask(test.port(), stream.toString()))
                        .as(Bytes.escaped(stream.toString()))
                        .isEqualTo(ask(server.port(), stream.toString()));
            }
        }
    }

    private static String ask(int port, String stream) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(stream.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
