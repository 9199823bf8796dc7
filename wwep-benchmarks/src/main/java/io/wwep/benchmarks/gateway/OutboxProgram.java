package io.wwep.benchmarks.gateway;

import io.wwep.benchmarks.Machine;
import io.wwep.client.WwepClient;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.server.WwepServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Measures how many writes the outbox of a gateway accepts in a second: each is committed and forced to the disk. */
public final class OutboxProgram {

    private static final int BAD_USAGE = 2;
    private static final int DEFAULT_SECONDS = 5;
    private static final int WARM_UP_SECONDS = 3;
    private static final Duration VALID = Duration.ofHours(1);

    /** A port on which nothing listens. */
    private static final int NOBODY = 1;

    private final Path folder;
    private final int seconds;

    private OutboxProgram(Path folder, int seconds) {
        this.folder = folder;
        this.seconds = seconds;
    }

    /** Accepts the seconds of each figure. */
    public static void main(String[] args) throws Exception {
        String seconds = args.length == 0 ? String.valueOf(DEFAULT_SECONDS) : args[0];
        if (args.length > 1 || !seconds.matches("[1-9]\\d{0,3}")) {
            System.err.println("benchmarks: '" + String.join(" ", args)
                    + "' is not a number of seconds. usage: tools/benchmarks outbox [SECONDS]");
            System.exit(BAD_USAGE);
        }
        Machine.description().forEach(System.out::println);
        Path folder = Files.createTempDirectory("wwep-outbox");
        try {
            new OutboxProgram(folder, Integer.parseInt(seconds)).run();
        } finally {
            for (String name : List.of("force", "outbox.db", "outbox.db-wal", "outbox.db-shm")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    private void run() throws Exception {
        System.out.printf(Locale.ROOT, "%-48s %,14d%n", "blocks forced to the disk in a second", forced());
        System.out.printf(Locale.ROOT, "%-48s %14s %14s%n", "writes accepted in a second", "not sent", "and sent");
        for (int threads : new int[] {1, 64}) {
            long offline = accepted(NOBODY, threads);
            long online;
            try (WwepServer server = WwepServer.create().plain(0).start()) {
                online = accepted(server.port(), threads);
            }
            System.out.printf(Locale.ROOT, "%-48s %,14d %,14d%n", threads + " threads", offline, online);
        }
    }

    /** Returns how often a second a block can be forced to the disk, which no durable write can exceed. */
    private long forced() throws IOException {
        long count = 0;
        try (FileChannel file =
                FileChannel.open(folder.resolve("force"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() - end < 0) {
                file.write(ByteBuffer.allocate(4096), count % 1024 * 4096);
                file.force(false);
                count++;
            }
        }
        return count / seconds;
    }

    private long accepted(int port, int threads) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try (Gateway gateway =
                Gateway.create().outbox(folder.resolve("outbox.db")).build()) {
            GatewayDevice device = gateway.device(
                    "device",
                    gateway.endpoint("server", WwepClient.create("127.0.0.1").port(port)),
                    DeviceId.of(0x0FAC));
            accepted(callers, device, threads, WARM_UP_SECONDS);
            return accepted(callers, device, threads, seconds) / seconds;
        } finally {
            callers.shutdown();
        }
    }

    private static long accepted(ExecutorService callers, GatewayDevice device, int threads, int seconds)
            throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Future<Long>> counts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Register<Integer> register = Register.uint16(i);
            counts.add(callers.submit(() -> {
                long count = 0;
                while (System.nanoTime() - end < 0) {
                    device.enqueue(register, (int) count & 0xFFFF, VALID);
                    count++;
                }
                return count;
            }));
        }
        long all = 0;
        for (Future<Long> count : counts) {
            all += count.get();
        }
        return all;
    }
}
