package io.wwep.benchmarks.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The baseline: a blocking socket that sends the bytes of a request and reads as many as the reply has. With TLS it is
 * the JDK's SSLSocket with a shared context, so that sessions resume, and with host name verification.
 */
public final class RawSocket implements ClientUnderTest {

    private final Wire wire;
    private @Nullable SSLSocketFactory tls;

    public RawSocket(Wire wire) {
        this.wire = wire;
    }

    @Override
    public String name() {
        return "raw " + wire;
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public List<String> jars() {
        return List.of();
    }

    @Override
    public Optional<String> unsupportedReason(Work work, boolean tls) {
        return Optional.empty();
    }

    @Override
    public Session open(Target target) throws Exception {
        Socket socket = connect(target);
        try {
            Path ca = target.ca();
            return new Conversation(ca == null ? socket : RawTls.over(socket, factory(ca)), wire);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Opens the plain TCP connection, also for TLS. */
    static Socket connect(Target target) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(Target.host(), target.port()));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A blocking socket has no futures: they are compared with a pipeline of as many requests. */
    @Override
    public Session openFutures(Target target) throws Exception {
        return open(target);
    }

    private SSLSocketFactory factory(Path ca) throws Exception {
        SSLSocketFactory factory = tls;
        if (factory == null) {
            factory = RawTls.trusting(ca);
            tls = factory;
        }
        return factory;
    }

    private static final class Conversation extends BlockingConversation {

        private final byte[] request;
        private final byte[] expected;
        private byte[] requests = new byte[0];
        private byte[] replies;

        Conversation(Socket socket, Wire wire) throws IOException {
            super(socket);
            this.request = wire.request();
            this.expected = wire.reply();
            this.replies = new byte[expected.length];
        }

        @Override
        public void exchange() throws IOException {
            output.write(request);
            read(expected.length);
        }

        @Override
        public void exchangeAll(int count) throws IOException {
            if (requests.length != count * request.length) {
                requests = new byte[count * request.length];
                for (int i = 0; i < count; i++) {
                    System.arraycopy(request, 0, requests, i * request.length, request.length);
                }
                replies = new byte[count * expected.length];
            }
            output.write(requests);
            read(count * expected.length);
        }

        private void read(int length) throws IOException {
            read(replies, length);
            if (replies[0] != expected[0]) {
                throw new UnexpectedReplyException(Arrays.toString(replies));
            }
        }
    }
}
