package io.wwep.benchmarks.server;

import io.wwep.benchmarks.client.Target;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One thread and one selector (epoll on Linux) for the listeners of a server and for their connections. */
final class ServerLoop implements Closeable {

    private final Selector selector = Selector.open();
    private final Thread thread;

    /**
     * Serves nothing yet.
     *
     * @param name of the thread
     * @param ready handles a listener that can accept, or a connection that can be served; on the thread
     */
    ServerLoop(String name, Consumer<SelectionKey> ready) throws IOException {
        thread = new Thread(() -> serve(ready), name);
        thread.setDaemon(true);
    }

    /** Listens on a free port of the loopback address. */
    ServerSocketChannel listen(Object attachment) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(Target.host(), 0), 1024);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT, attachment);
        return listener;
    }

    void start() {
        thread.start();
    }

    /** Accepts a connection, to be handled by {@link #serve}; returns null if there is none. */
    static @Nullable SocketChannel accept(SelectionKey listener) throws IOException {
        SocketChannel channel = ((ServerSocketChannel) listener.channel()).accept();
        if (channel != null) {
            channel.configureBlocking(false);
        }
        return channel;
    }

    /** Has a connection handled whenever there is something to read. */
    void serve(SocketChannel channel, @Nullable Object attachment) throws IOException {
        channel.register(selector, SelectionKey.OP_READ, attachment);
    }

    private void serve(Consumer<SelectionKey> ready) {
        try {
            while (selector.isOpen()) {
                selector.select(ready);
            }
        } catch (IOException | ClosedSelectorException e) {
            if (selector.isOpen()) {
                throw new IllegalStateException("the " + thread.getName() + " failed", e);
            }
        }
    }

    /** Closes all listeners and connections; the thread ends. */
    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
