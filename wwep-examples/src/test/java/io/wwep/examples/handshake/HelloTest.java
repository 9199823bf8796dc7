package io.wwep.examples.handshake;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HelloTest {

    private static final int ROUNDS = 20_000;
    private static final int MAX_BYTES = 120;

    @Test
    void noBytesOfAServerCauseAnException() {
        Random random = new Random(2025);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = new byte[random.nextInt(MAX_BYTES)];
            random.nextBytes(body);
            if (body.length > 40 && random.nextBoolean()) {
                body[34] = 0; // no session id, so that more is read as extensions
                body[38] = 0;
            }
            HandshakeMessage message = new HandshakeMessage(HandshakeMessage.SERVER_HELLO, body);

            assertThatCode(() -> Hello.ofServer(message)).doesNotThrowAnyException();
            assertThatCode(() -> Hello.ofClient(message)).doesNotThrowAnyException();
        }
    }
}
