package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WireListener;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is done with text that arrives while nothing is in flight, such as a course server's answer to silence. */
class IdleCheckTest {

    private static final String TEXT = "X illegal command/length (Command: W), (Length: 7)";

    /** Longer than what arrives ever takes. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    private static Connection over(Transport transport) {
        return new Connection(1, transport, System.nanoTime(), 1, EngineSettings.usual(), new Closing());
    }

    /** The system resets a connection that is closed while something is unread. */
    @Test
    void theConnectionIsClosedInAnOrderlyWay() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketChannel client = SocketChannel.open(listener.getLocalSocketAddress());
                Socket server = listener.accept()) {
            Connection connection = over(new TcpTransport(client.socket(), true));
            server.getOutputStream().write(TEXT.getBytes(StandardCharsets.US_ASCII));

            assertThat(connection.check(PATIENCE)).isEqualTo(IdleCheck.UNEXPECTED_DATA);
            connection.close();

            assertThat(server.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void theWireListenerReceivesAllOfTheText() {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        WireListener listener = (local, remote) -> new WireListener.Connection() {
            @Override
            public void received(byte[] bytes, int from, int length) {
                received.write(bytes, from, length);
            }
        };
        MemoryTransport transport = new MemoryTransport();
        Connection connection = over(ObservedTransport.of(transport, listener));
        transport.reply(TEXT);

        assertThat(connection.check(0)).isEqualTo(IdleCheck.UNEXPECTED_DATA);

        assertThat(received.toString(StandardCharsets.US_ASCII)).isEqualTo(TEXT);
    }
}
