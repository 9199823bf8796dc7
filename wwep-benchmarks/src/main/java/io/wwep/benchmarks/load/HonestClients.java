package io.wwep.benchmarks.load;

import io.wwep.benchmarks.measure.Figures;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The clients that are to be served well, whatever others do: every other one over TLS. Not for several threads.
 *
 * <p>One thread asks for all of them, so that of two cores one is the server's.
 */
final class HonestClients implements Closeable {

    /** Longer than a TLS record, which is what the JDK's engine asks for. */
    private static final int SCRATCH_BYTES = 32 * 1024;

    private static final long WAIT_MILLIS = 100;

    /**
     * What was measured.
     *
     * @param perSecond exchanges per second, of all connections together
     * @param medianMillis of the time from a request to its whole reply
     * @param p99Millis which 99 of 100 exchanges did not exceed
     */
    record Measured(double perSecond, double medianMillis, double p99Millis) {}

    private final Selector selector;
    private final InetSocketAddress plain;
    private final InetSocketAddress tls;
    private final SSLContext context;
    private final ByteBuffer sending = ByteBuffer.allocate(SCRATCH_BYTES);
    private final ByteBuffer received = ByteBuffer.allocate(SCRATCH_BYTES);
    private final List<HonestConnection> connections = new ArrayList<>();
    private long[] nanos = new long[1024 * 1024];
    private int exchanges;
    private @Nullable IOException failure;

    HonestClients(InetSocketAddress plain, InetSocketAddress tls, SSLContext context) throws IOException {
        this.plain = plain;
        this.tls = tls;
        this.context = context;
        this.selector = Selector.open();
    }

    /** Opens connections that ask from the next {@link #run} on. */
    void openActive(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            HonestConnection connection = open(i % 2 == 1);
            connection.channel().register(selector, SelectionKey.OP_READ, connection);
            connection.ask();
            selector.selectNow(this::serve); // those that are open already must not be idle
        }
    }

    /** Opens connections that ask once, and then keep silent. */
    void openIdle(int count, boolean overTls) throws IOException {
        for (int i = 0; i < count; i++) {
            HonestConnection connection = open(overTls);
            connection.ask();
            while (connection.answered(received) < 0) {
                Thread.onSpinWait();
            }
        }
    }

    private HonestConnection open(boolean overTls) throws IOException {
        HonestConnection connection = new HonestConnection(overTls ? tls : plain, overTls ? context : null, sending);
        connections.add(connection);
        return connection;
    }

    /** Exchanges without pause; a client that is not served as it should be ends it with an exception. */
    Measured run(int seconds) throws IOException {
        exchanges = 0;
        long begun = System.nanoTime();
        long end = begun + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - end < 0) {
            selector.select(this::serve, WAIT_MILLIS);
        }
        double elapsed = System.nanoTime() - begun;
        if (failure != null) {
            throw new IOException("an honest client was not served: " + failure.getMessage(), failure);
        }
        long[] times = Arrays.copyOf(nanos, exchanges);
        return new Measured(
                exchanges / (elapsed / TimeUnit.SECONDS.toNanos(1)),
                Figures.percentile(times, 0.5) / TimeUnit.MILLISECONDS.toNanos(1),
                Figures.percentile(times, 0.99) / TimeUnit.MILLISECONDS.toNanos(1));
    }

    private void serve(SelectionKey key) {
        HonestConnection connection = (HonestConnection) key.attachment();
        try {
            long time = connection.answered(received);
            if (time >= 0) {
                record(time);
                connection.ask();
            }
        } catch (IOException e) {
            key.cancel();
            failure = e;
        }
    }

    private void record(long time) {
        if (exchanges == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * nanos.length);
        }
        nanos[exchanges++] = time;
    }

    @Override
    public void close() throws IOException {
        for (HonestConnection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
