package io.wwep.examples;

import io.wwep.server.Exchange;
import io.wwep.server.ServerStatistics;
import java.io.Closeable;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Shows a server's exchanges on the console: a row for each, but no more per second than a person can read, and the
 * number of skipped ones. Threads that serve connections never wait for the console.
 */
final class ServerConsole implements Closeable {

    /** The rate at which scrolling rows can still be read. */
    static final int ROWS_PER_SECOND = 20;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long JOIN_TIMEOUT_MILLIS = 1_000;

    private final Screen screen;
    private final ExchangeTable table;
    private final @Nullable ExchangeLog log;
    private final Runnable onOutputLost;
    private final BlockingQueue<Exchange> rows = new ArrayBlockingQueue<>(ROWS_PER_SECOND);
    private final AtomicInteger rowsLeft = new AtomicInteger(ROWS_PER_SECOND);
    private final LongAdder skipped = new LongAdder();
    private final Thread printer = new Thread(this::print, "wwep-server-console");
    private final boolean quiet;
    private volatile @Nullable OutputLostException lost;

    /**
     * Creates a console that shows nothing yet.
     *
     * @param quiet shows no rows
     * @param log receives all exchanges; null for none
     * @param onOutputLost called when the output fails
     */
    ServerConsole(Screen screen, ExchangeTable table, boolean quiet, @Nullable ExchangeLog log, Runnable onOutputLost) {
        this.onOutputLost = onOutputLost;
        this.screen = screen;
        this.table = table;
        this.quiet = quiet;
        this.log = log;
        printer.setDaemon(true);
    }

    /** Returns whether it needs the server's exchanges. */
    boolean needsExchanges() {
        return !quiet || log != null;
    }

    /** Shows the table's heading, and starts to show rows. */
    void start() {
        if (!quiet) {
            screen.line(screen.heading(table.heading()));
        }
        printer.start();
    }

    /** Receives each exchange. Safe for use by many threads. */
    void exchanged(Exchange exchange) {
        if (log != null) {
            log.add(table.row(exchange));
        }
        if (!quiet && (rowsLeft.getAndDecrement() <= 0 || !rows.offer(exchange))) {
            skipped.increment();
        }
    }

    private void print() {
        try {
            printUntilInterrupted();
        } catch (OutputLostException e) {
            lost = e;
            onOutputLost.run();
        }
    }

    private void printUntilInterrupted() {
        try {
            long end = System.nanoTime() + SECOND;
            while (true) {
                Exchange next = rows.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (next != null) {
                    screen.line(table.row(next));
                }
                if (System.nanoTime() - end >= 0) {
                    endSecond();
                    end = System.nanoTime() + SECOND;
                }
            }
        } catch (InterruptedException e) {
            rows.forEach(row -> screen.line(table.row(row)));
            endSecond();
        }
    }

    private void endSecond() {
        long count = skipped.sumThenReset();
        if (count > 0) {
            screen.line(String.format(Locale.ROOT, "  ... and %,d more, too many to show", count));
        }
        rowsLeft.set(ROWS_PER_SECOND);
        if (log != null) {
            log.flush();
        }
    }

    /**
     * Shows the remaining rows, and the totals as the last line.
     *
     * @throws OutputLostException if the output failed, now or before
     */
    void end(ServerStatistics totals, Duration time) {
        close();
        OutputLostException before = lost;
        if (before != null) {
            throw before;
        }
        screen.emptyLine();
        screen.line(text(totals, time));
    }

    static String text(ServerStatistics totals, Duration time) {
        double seconds = Math.max(1, time.toMillis()) / 1_000.0;
        return String.format(
                Locale.ROOT,
                "served %s on %s in %.1f s: %,.1f exchanges/s, p99 %.3f ms; refused: %s, %s",
                count(totals.exchanges(), "exchange"),
                count(totals.connections() - totals.refusedConnections(), "connection"),
                seconds,
                totals.exchanges() / seconds,
                totals.p99().toNanos() / 1e6,
                count(totals.refusedExchanges(), "exchange"),
                count(totals.refusedConnections(), "connection"));
    }

    private static String count(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    /** Ends the rows; does not wait for a blocked console. */
    @Override
    public void close() {
        printer.interrupt();
        try {
            printer.join(JOIN_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (log != null) {
            log.close();
        }
    }
}
