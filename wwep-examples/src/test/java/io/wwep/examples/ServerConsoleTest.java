package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepReply;
import io.wwep.server.Exchange;
import io.wwep.server.Refusal;
import io.wwep.server.ServerStatistics;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ServerConsoleTest {

    private static final ServerStatistics TOTALS =
            new ServerStatistics(1_012, 0, 12, 54_321, 1, Duration.ofNanos(100_000), Duration.ofNanos(1_234_567));

    private final LineQueue out = new LineQueue();
    private final PrintWriter writer = new PrintWriter(out, true);
    private final Screen screen = new Screen(writer, writer, Ansi.OFF);

    @Test
    void rowsBeyondTheRateAreSkippedAndCounted() throws Exception {
        int exchanges = 10_000;
        try (ServerConsole console = console()) {
            console.start();
            assertThat(out.next()).startsWith("count");
            for (int i = 1; i <= exchanges; i++) {
                console.exchanged(exchange(i));
            }
        }
        // A line after the rows of each second says how many were skipped.
        int rows = 0;
        int skipped = 0;
        while (rows + skipped < exchanges) {
            String line = out.next();
            if (line.startsWith("  ... and ")) {
                skipped += Integer.parseInt(line.replaceAll("\\D", ""));
            } else {
                rows++;
            }
        }
        assertThat(rows + skipped).isEqualTo(exchanges);
        assertThat(skipped).isPositive();
    }

    @Test
    void rowsWithinTheRateAreShownAtOnce() throws Exception {
        try (ServerConsole console = console()) {
            console.start();
            assertThat(out.next()).startsWith("count");
            for (int i = 1; i <= ServerConsole.ROWS_PER_SECOND / 2; i++) {
                console.exchanged(exchange(i));
                assertThat(out.next()).matches(" *" + i + "  127\\.0\\.0\\.1:2 .*");
            }
        }
    }

    @Test
    void theLastLineHasTheTotals() throws Exception {
        ServerConsole console = console();
        console.start();
        console.end(TOTALS, Duration.ofSeconds(10));

        assertThat(out.next()).startsWith("count");
        assertThat(out.next()).isEmpty();
        assertThat(out.next())
                .isEqualTo("served 54,321 exchanges on 1,000 connections in 10.0 s: 5,432.1 exchanges/s, p99 1.235 ms;"
                        + " refused: 1 exchange, 12 connections");
    }

    private ServerConsole console() {
        return new ServerConsole(screen, new ExchangeTable(false), false, null, () -> {});
    }

    private static Exchange exchange(long number) {
        return new Exchange(
                number,
                Instant.EPOCH,
                Duration.ZERO,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 2),
                3,
                null,
                null,
                "R0BAC0B",
                null,
                WwepReply.refused(),
                Refusal.ILLEGAL_MESSAGE);
    }
}
