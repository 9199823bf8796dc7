package io.wwep.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.client.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SilentServerTest {

    private static final int SHORT_MILLIS = 200;

    private SilentServer server;

    @BeforeEach
    void start() throws IOException {
        server = new SilentServer();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void aFullBacklogLeavesASynUnanswered() throws IOException {
        try (Socket socket = new Socket()) {
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() ->
                            socket.connect(new InetSocketAddress(Target.host(), server.unansweredPort()), SHORT_MILLIS))
                    .withMessageContaining("onnect timed out");
        }
    }

    @Test
    void theMutePortAcceptsAndSendsNothing() throws IOException {
        try (Socket socket = new Socket(Target.host(), server.mutePort())) {
            socket.getOutputStream().write(Wire.WWEP.request());
            socket.setSoTimeout(SHORT_MILLIS);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> socket.getInputStream().read());
        }
    }

    @Test
    void theStalledPortStartsATlsRecordAndSendsNoMore() throws IOException {
        try (Socket socket = new Socket(Target.host(), server.stalledPort())) {
            assertThat(socket.getInputStream().readNBytes(3)).containsExactly(22, 3, 3);
            socket.setSoTimeout(SHORT_MILLIS);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> socket.getInputStream().read());
        }
    }

    @Test
    void aClientThatDisconnectsDoesNotAffectOthers() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (Socket socket = new Socket(Target.host(), server.stalledPort())) {
                socket.setSoLinger(true, 0);
            }
        }
        try (Socket socket = new Socket(Target.host(), server.stalledPort())) {
            assertThat(socket.getInputStream().readNBytes(3)).containsExactly(22, 3, 3);
        }
    }
}
