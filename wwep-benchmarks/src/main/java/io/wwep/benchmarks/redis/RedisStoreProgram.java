package io.wwep.benchmarks.redis;

import io.wwep.benchmarks.Machine;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.server.ServerKind;
import io.wwep.benchmarks.server.Servers;
import io.wwep.server.WwepServer;
import io.wwep.server.redis.RedisRegisterStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Measures a server whose registers are in Redis, on this machine and behind a relay that puts it half a millisecond away. Its
 * clients are raw sockets, so that what is measured is the server and its store.
 */
public final class RedisStoreProgram {

    private static final int BAD_USAGE = 2;
    private static final int FAILED = 1;
    private static final int DEFAULT_SECONDS = 5;
    private static final int WARM_UP_SECONDS = 3;

    /** On a machine that is too busy the figures are bad, but they are figures. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final Duration ROUND_TRIP = Duration.ofNanos(500_000);
    private static final String ROW = "%-48s %14s %14s%n";

    /** What the clients of a figure do. */
    private record Work(String title, int clients, int batch, int devices) {}

    private static final List<Work> WORKS = List.of(
            new Work("1 client, 1024 writes at a time to 4 devices", 1, 1024, 4),
            new Work("1 client, 1024 writes at a time to 1024 devices", 1, 1024, 1024),
            new Work("8 clients, 1024 writes at a time to 4 devices", 8, 1024, 4),
            new Work("64 clients, 1 write at a time", 64, 1, 1));

    private final Servers servers;
    private final int seconds;

    private RedisStoreProgram(Servers servers, int seconds) {
        this.servers = servers;
        this.seconds = seconds;
    }

    /** Accepts the seconds of each figure; {@code wwep.home} says where the checkout is. */
    public static void main(String[] args) throws Exception {
        String seconds = args.length == 0 ? String.valueOf(DEFAULT_SECONDS) : args[0];
        if (args.length > 1 || !seconds.matches("[1-9]\\d{0,3}")) {
            System.err.println("benchmarks: '" + String.join(" ", args)
                    + "' is not a number of seconds. usage: tools/benchmarks redis [SECONDS]");
            System.exit(BAD_USAGE);
        }
        Optional<String> lack = Servers.unsupportedReason(ServerKind.REDIS);
        if (lack.isPresent()) {
            System.err.println("benchmarks: " + lack.get() + " on the PATH (Debian: apt-get install redis-server)");
            System.exit(FAILED);
        }
        Machine.description().forEach(System.out::println);
        try (Servers servers = new Servers(Path.of(System.getProperty("wwep.home", "."), "certs"))) {
            new RedisStoreProgram(servers, Integer.parseInt(seconds)).run();
        }
    }

    private void run() throws Exception {
        System.out.printf(Locale.ROOT, ROW, "writes acknowledged in a second", "loopback", "0.5 ms away");
        for (Work work : WORKS) {
            long near = writesPerSecond(servers.target(ServerKind.REDIS, false), work);
            long far = writesPerSecond(servers.behindRelay(ServerKind.REDIS, ROUND_TRIP), work);
            System.out.printf(
                    Locale.ROOT,
                    ROW,
                    work.title,
                    String.format(Locale.ROOT, "%,d", near),
                    String.format(Locale.ROOT, "%,d", far));
        }
    }

    private long writesPerSecond(Target redis, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.clients);
        try (RedisRegisterStore store = RedisRegisterStore.at(URI.create("redis://" + Target.HOST + ":" + redis.port()))
                        .timeout(TIMEOUT)
                        .open();
                WwepServer server = WwepServer.create()
                        .bind(Target.host())
                        .plain(0)
                        .store(store)
                        .start()) {
            acknowledged(threads, server, work, WARM_UP_SECONDS);
            return acknowledged(threads, server, work, seconds) / seconds;
        } finally {
            threads.shutdown();
        }
    }

    private static long acknowledged(ExecutorService threads, WwepServer server, Work work, int seconds)
            throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Future<Long>> counts = new ArrayList<>();
        for (int client = 0; client < work.clients; client++) {
            int firstDevice = client * work.devices;
            counts.add(threads.submit(() -> {
                try (BatchWriter writer = new BatchWriter(server.port(), work.batch, firstDevice, work.devices)) {
                    return writer.writeUntil(end);
                }
            }));
        }
        long all = 0;
        for (Future<Long> count : counts) {
            all += count.get();
        }
        return all;
    }
}
