package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.DigitalpetriModbus;
import io.wwep.benchmarks.client.J2mod;
import io.wwep.benchmarks.client.Jedis;
import io.wwep.benchmarks.client.Lettuce;
import io.wwep.benchmarks.client.Work;
import io.wwep.benchmarks.server.ServerKind;
import io.wwep.benchmarks.server.Servers;
import java.util.List;
import java.util.Optional;

/** All rows, in the table's order. */
public final class Rows {

    /** Limits a measurement so that connections in TIME_WAIT do not use up the ports. */
    private static final int MAX_CONNECTIONS = 2_000;

    private Rows() {}

    public static List<Row> all() {
        return List.of(
                new ComparisonRow("sync", "sync, 1 thread", Work.SYNC, false)
                        .compareWithHandWritten()
                        .goal(Goal.ratioAtLeast(0.97)),
                new SharedRow(),
                new ComparisonRow("pipelined-64", "pipelined, 64 at a time", Work.PIPELINED, false)
                        .batch(64)
                        .compareWithHandWritten()
                        .goal(Goal.ratioAtLeast(0.92)),
                new ComparisonRow("pipelined-1024", "pipelined, 1024 at a time", Work.PIPELINED, false)
                        .batch(1024)
                        .compareWithHandWritten()
                        .goal(Goal.ratioAtLeast(0.90)),
                futures(1, 0.55, 0.85),
                futures(64, 0.3, 0.55),
                futures(1024, 0.3, 0.45),
                LatencyRow.callers(1),
                LatencyRow.callers(2),
                LatencyRow.callers(16),
                LatencyRow.callers(64),
                LatencyRow.futures(200),
                LatencyRow.futures(2_000),
                new EndpointsRow(1_000),
                new EndpointsRow(10_000),
                new ComparisonRow("tls", "TLS 1.3, sync", Work.SYNC, true).goal(Goal.ratioAtLeast(1.0)),
                new ComparisonRow("connect", "connect, exchange, close", Work.CONNECT, false)
                        .atMost(MAX_CONNECTIONS)
                        .goal(Goal.ratioAtLeast(0.95)),
                new ComparisonRow("tls-connect", "connect, exchange, close, TLS resumed", Work.CONNECT, true)
                        .atMost(MAX_CONNECTIONS)
                        .goal(Goal.ratioAtLeast(0.95)),
                new CostRow("allocation", "bytes allocated per sync exchange", Work.SYNC, 1, CostRow.Cost.BYTES, 32),
                new CostRow(
                        "allocation-futures",
                        "bytes allocated per future, 64 at a time",
                        Work.FUTURES,
                        64,
                        CostRow.Cost.BYTES,
                        200),
                new CostRow(
                        "cpu-1024",
                        "client CPU per request, 1024 at a time",
                        Work.PIPELINED,
                        1024,
                        CostRow.Cost.CPU,
                        20),
                new JmhRow("decoding", Decoding.class),
                new JmhRow("metrics", MetricsRecording.class),
                ColdStartRow.plain(30, 20),
                ColdStartRow.tls(25),
                new ArchiveRow(),
                new ServerRow("server-sync", "our server, sync", 1, 0.9),
                new ServerRow("server-1024", "our server, 1024 at a time", 1024, 0.5),
                new JarRow());
    }

    private static ComparisonRow futures(int count, double oneCore, double unpinned) {
        String title = count + (count == 1 ? " future" : " futures") + " at a time ÷ a raw pipeline";
        ComparisonRow row = new ComparisonRow("futures-" + count, title, Work.FUTURES, false)
                .batch(count)
                .goals(Goal.ratioAtLeast(oneCore), Goal.ratioAtLeast(unpinned));
        return count == 1 ? row : row.compareWithHandWritten();
    }

    /** Returns the third-party clients. */
    public static List<ClientUnderTest> peers() {
        return List.of(new J2mod(), new DigitalpetriModbus(), new Jedis(), new Lettuce());
    }

    /** Returns the server of a client's protocol. */
    static ServerKind server(ClientUnderTest client) {
        return ServerKind.valueOf(client.wire().name());
    }

    /** Returns why a client cannot be measured at this work on this machine; empty if it can. */
    static Optional<String> unsupportedReason(ClientUnderTest client, Work work, boolean tls) {
        return client.unsupportedReason(work, tls).or(() -> Servers.unsupportedReason(server(client)));
    }
}
