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

/** A client as it should be, plain or over TLS: it asks, and asks again when it was answered. */
final class HonestConnection implements Closeable {

    private static final byte[] REQUEST = Wire.WWEP.request();
    private static final byte[] REPLY = Wire.WWEP.reply();

    private final SocketChannel channel;
    private final @Nullable SecureChannel secure;
    private int replyLength;
    private long asked;

    /**
     * A connection that is open, and secure if it is to be.
     *
     * @param context null for plain TCP
     * @param scratch as {@link SecureChannel} needs it
     */
    HonestConnection(InetSocketAddress server, @Nullable SSLContext context, ByteBuffer scratch) throws IOException {
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

    void ask() throws IOException {
        asked = System.nanoTime();
        ByteBuffer request = ByteBuffer.wrap(REQUEST);
        if (secure != null) {
            secure.send(request);
        } else if (channel.write(request) < REQUEST.length) {
            throw new IOException("there is no room for a short message");
        }
    }

    /**
     * Reads what has come.
     *
     * @param scratch for all connections of one thread, as long as the longest TLS record
     * @return the nanoseconds from the request to its whole reply, or -1: it is not whole yet
     */
    long answered(ByteBuffer scratch) throws IOException {
        scratch.clear();
        if (secure != null) {
            secure.receive(scratch);
        } else if (channel.read(scratch) < 0) {
            throw new EOFException("the server closed the connection");
        }
        scratch.flip();
        while (scratch.hasRemaining()) {
            if (replyLength == REPLY.length || scratch.get() != REPLY[replyLength]) {
                throw new IOException("what came is no reply to the request");
            }
            replyLength++;
        }
        if (replyLength < REPLY.length) {
            return -1;
        }
        replyLength = 0;
        return System.nanoTime() - asked;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
