package io.wwep.benchmarks.lab;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Event streams that one thread reads. */
final class OpenPages implements Closeable {

    private static final byte[] REQUEST =
            "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final AtomicInteger open = new AtomicInteger();
    private final Thread reader = new Thread(this::read, "pages");

    OpenPages(int count, InetSocketAddress page) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(page);
            channel.write(ByteBuffer.wrap(REQUEST));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            open.incrementAndGet();
        }
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
        try {
            while (selector.isOpen()) {
                selector.select(key -> {
                    buffer.clear();
                    try {
                        if (((SocketChannel) key.channel()).read(buffer) < 0) {
                            key.cancel();
                            open.decrementAndGet();
                        }
                    } catch (IOException e) {
                        key.cancel();
                        open.decrementAndGet();
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClosedSelectorException e) {
            // The measurement has ended.
        }
    }

    /** Returns how many are still open. */
    int open() {
        return open.get();
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
