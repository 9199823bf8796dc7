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
 * The clients that must be served well whatever others do; every second one uses TLS. Not thread-safe.
 *
 * <p>One thread serves all of them, so that on two cores one is left for the server.
 */
final class WellBehavedClients implements Closeable {

    /** Longer than a TLS record, as the JDK's engine requires. */
    private static final int SCRATCH_BYTES = 32 * 1024;

    private static final long WAIT_MILLIS = 100;

    /**
     * The result of a measurement.
     *
     * @param perSecond exchanges per second of all connections together
     * @param medianMillis the median time from a request to its complete reply
     * @param p99Millis the 99th percentile of that time
     */
    record Measured(double perSecond, double medianMillis, double p99Millis) {}

    private final Selector selector;
    private final InetSocketAddress plain;
    private final InetSocketAddress tls;
    private final SSLContext context;
    private final ByteBuffer sending = ByteBuffer.allocate(SCRATCH_BYTES);
    private final ByteBuffer received = ByteBuffer.allocate(SCRATCH_BYTES);
    private final List<WellBehavedConnection> connections = new ArrayList<>();
    private long[] nanos = new long[1024 * 1024];
    private int exchanges;
    private @Nullable IOException failure;

    WellBehavedClients(InetSocketAddress plain, InetSocketAddress tls, SSLContext context) throws IOException {
        this.plain = plain;
        this.tls = tls;
        this.context = context;
        this.selector = Selector.open();
    }

    /** Opens connections that send requests from the next {@link #run} on. */
    void openActive(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            WellBehavedConnection connection = open(i % 2 == 1);
            connection.channel().register(selector, SelectionKey.OP_READ, connection);
            connection.sendRequest();
            selector.selectNow(this::serve); // connections that are already open must not be idle
        }
    }

    /** Opens connections that send one request and are then idle. */
    void openIdle(int count, boolean overTls) throws IOException {
        for (int i = 0; i < count; i++) {
            WellBehavedConnection connection = open(overTls);
            connection.sendRequest();
            while (connection.pollReply(received) < 0) {
                Thread.onSpinWait();
            }
        }
    }

    private WellBehavedConnection open(boolean overTls) throws IOException {
        WellBehavedConnection connection =
                new WellBehavedConnection(overTls ? tls : plain, overTls ? context : null, sending);
        connections.add(connection);
        return connection;
    }

    /** Exchanges continuously; throws an exception if a client is not served correctly. */
    Measured run(int seconds) throws IOException {
        exchanges = 0;
        long started = System.nanoTime();
        long end = started + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - end < 0) {
            selector.select(this::serve, WAIT_MILLIS);
        }
        double elapsed = System.nanoTime() - started;
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
        WellBehavedConnection connection = (WellBehavedConnection) key.attachment();
        try {
            long time = connection.pollReply(received);
            if (time >= 0) {
                record(time);
                connection.sendRequest();
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
        for (WellBehavedConnection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
