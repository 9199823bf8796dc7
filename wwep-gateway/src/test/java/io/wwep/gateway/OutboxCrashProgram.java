package io.wwep.gateway;

import io.wwep.client.ConnectionMode;
import io.wwep.client.ReconnectPolicy;
import io.wwep.client.WwepClient;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A gateway that adds about 1,000 writes a second to its outbox until it is killed. It prints each write before and
 * after, {@code ? REGISTER VALUE} and {@code ! REGISTER VALUE}, and those that expire: {@code x REGISTER VALUE}.
 */
final class OutboxCrashProgram {

    static final int THREADS = 8;
    static final int REGISTERS = 256;

    /**
     * Each thread writes one of its registers often, with values that stay valid, and the others rarely: their values
     * expire soon, if no newer ones replace them.
     */
    private static final int EACH = REGISTERS / THREADS;

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofHours(1);

    /** After this time, the writes that are valid for a short time have expired. */
    private static final Duration LATER = Duration.ofMinutes(1);

    private static final long PAUSE = 1_000_000L * THREADS;

    private OutboxCrashProgram() {}

    /** Expects the file, the port, and the next value of each register; without values, only sends what is pending, a minute
     * later by its clock. */
    public static void main(String[] arguments) {
        boolean writes = arguments.length > 2;
        Gateway gateway = Gateway.create()
                .clock(() -> writes ? Instant.now() : Instant.now().plus(LATER))
                .outbox(Path.of(arguments[0]))
                .build();
        GatewayDevice boiler = gateway.device(
                "boiler",
                gateway.endpoint(
                        "plant",
                        WwepClient.create("127.0.0.1")
                                .port(Integer.parseInt(arguments[1]))
                                .mode(ConnectionMode.PERSISTENT)
                                .replyTimeout(Duration.ofSeconds(20)) // a busy machine is not a silent server
                                .reconnect(ReconnectPolicy.doubling(Duration.ofMillis(5), Duration.ofMillis(50)))),
                DeviceId.of(0x0FAC));
        if (!writes) {
            System.out.println("flushed: " + gateway.outbox().flush(Duration.ofSeconds(60)));
            gateway.close();
            return;
        }
        gateway.outbox().addListener(new OutboxListener() {
            @Override
            public void expired(OutboxWrite write) {
                System.out.println(
                        "x " + write.register() + " " + write.values().get(0));
            }
        });
        int[] next = Stream.of(arguments).skip(2).mapToInt(Integer::parseInt).toArray();
        for (int first = 0; first < REGISTERS; first += EACH) {
            int of = first;
            new Thread(() -> write(boiler, of, next)).start();
        }
    }

    /** Returns whether the values of a register expire soon. */
    static boolean isShort(int register) {
        return register % EACH != 0;
    }

    private static void write(GatewayDevice boiler, int first, int[] next) {
        Random random = new Random(first);
        long due = System.nanoTime();
        while (true) {
            int register = first + (random.nextBoolean() ? 0 : 1 + random.nextInt(EACH - 1));
            int value = next[register]++;
            System.out.println("? " + register + " " + value);
            try {
                boiler.enqueue(Register.uint16(register), value, isShort(register) ? SHORT : LONG);
                System.out.println("! " + register + " " + value);
            } catch (OutboxException e) {
                System.out.println("refused: " + e);
                return;
            }
            due += PAUSE;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }
}
