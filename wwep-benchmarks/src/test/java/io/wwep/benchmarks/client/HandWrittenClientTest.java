package io.wwep.benchmarks.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HandWrittenClientTest {

    @Test
    void eachRequestIsEncodedWithADifferentValue() throws Exception {
        assertThat(exchange(3, requests -> requests.replace('W', 'A'))).isEqualTo("W0FAC0B0000W0FAC0B0001W0FAC0B0002");
    }

    @ParameterizedTest
    @ValueSource(strings = {"W0FAC0B0001", "A0FAD0B0001", "A0FAC0C0001", "A0FAC0B0002", "A0FAC0B000g", "X0FAC0B0001"})
    void aReplyOtherThanTheEchoFails(String wrong) {
        assertThatExceptionOfType(UnexpectedReplyException.class)
                .isThrownBy(() -> exchange(2, requests -> "A0FAC0B0000" + wrong))
                .withMessageContaining(wrong);
    }

    /** Returns the bytes of a batch that the server received and answered with this function. */
    private static String exchange(int count, UnaryOperator<String> answer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, Target.host());
                Session session = new HandWrittenClient().open(new Target(server.getLocalPort(), null));
                Socket accepted = server.accept()) {
            CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> {
                try {
                    String requests =
                            new String(accepted.getInputStream().readNBytes(count * 11), StandardCharsets.US_ASCII);
                    accepted.getOutputStream().write(answer.apply(requests).getBytes(StandardCharsets.US_ASCII));
                    return requests;
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });
            session.exchangeAll(count);
            return received.get();
        }
    }
}
