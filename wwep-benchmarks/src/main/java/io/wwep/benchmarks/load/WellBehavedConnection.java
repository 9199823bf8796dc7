package io.wwep.benchmarks.load;

import io.wwep.benchmarks.client.Wire;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A well-behaved client, plain or over TLS, which sends its next request after each reply. */
final class WellBehavedConnection implements Closeable {

    private static final byte[] REQUEST = Wire.WWEP.request();
    private static final byte[] REPLY = Wire.WWEP.reply();

    private final SocketChannel channel;
    private final @Nullable SecureChannel secure;
    private int replyLength;
    private long sentAt;

    /**
     * Opens a connection, with TLS if there is a context.
     *
     * @param context null for plain TCP
     * @param scratch a buffer as {@link SecureChannel} needs it
     */
    WellBehavedConnection(InetSocketAddress server, @Nullable SSLContext context, ByteBuffer scratch)
            throws IOException {
        channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(server);
            secure = context == null ? null : new SecureChannel(channel, context, scratch);
            channel.configureBlocking(false);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    SocketChannel channel() {
        return channel;
    }

    void sendRequest() throws IOException {
        sentAt = System.nanoTime();
        ByteBuffer request = ByteBuffer.wrap(REQUEST);
        if (secure != null) {
            secure.send(request);
        } else if (channel.write(request) < REQUEST.length) {
            throw new IOException("the send buffer has no room for a short message");
        }
    }

    /**
     * Reads the available bytes.
     *
     * @param scratch a buffer shared by all connections of one thread, as long as the longest TLS record
     * @return the nanoseconds from the request to its complete reply, or -1 if it is not complete
     */
    long pollReply(ByteBuffer scratch) throws IOException {
        scratch.clear();
        if (secure != null) {
            secure.receive(scratch);
        } else if (channel.read(scratch) < 0) {
            throw new EOFException("the server closed the connection");
        }
        scratch.flip();
        while (scratch.hasRemaining()) {
            if (replyLength == REPLY.length || scratch.get() != REPLY[replyLength]) {
                throw new IOException("the input is not the reply to the request");
            }
            replyLength++;
        }
        if (replyLength < REPLY.length) {
            return -1;
        }
        replyLength = 0;
        return System.nanoTime() - sentAt;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
