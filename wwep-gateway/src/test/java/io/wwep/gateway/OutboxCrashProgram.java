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

/**
 * A gateway that adds about 1,000 writes a second to its outbox until it is killed. It prints each write before and
 * after: {@code ? REGISTER VALUE} and {@code ! REGISTER VALUE}.
 */
final class OutboxCrashProgram {

    static final int THREADS = 8;
    static final int REGISTERS = 2 * THREADS;
    static final Duration SHORT = Duration.ofMillis(300);
    static final Duration LONG = Duration.ofHours(1);

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
                                .replyTimeout(Duration.ofSeconds(1))
                                .reconnect(ReconnectPolicy.doubling(Duration.ofMillis(5), Duration.ofMillis(50)))),
                DeviceId.of(0x0FAC));
        if (!writes) {
            System.out.println("flushed: " + gateway.outbox().flush(Duration.ofSeconds(60)));
            gateway.close();
            return;
        }
        for (int i = 0; i < THREADS; i++) {
            int first = 2 * i;
            int[] next = {Integer.parseInt(arguments[2 + first]), Integer.parseInt(arguments[3 + first])};
            new Thread(() -> write(boiler, first, next)).start();
        }
    }

    /** Writes two registers in turn: one whose values expire soon, and one whose values do not. */
    private static void write(GatewayDevice boiler, int first, int[] next) {
        Random random = new Random(first);
        while (true) {
            int which = random.nextInt(2);
            int register = first + which;
            int value = next[which]++;
            System.out.println("? " + register + " " + value);
            try {
                boiler.enqueue(Register.uint16(register), value, which == 0 ? LONG : SHORT);
                System.out.println("! " + register + " " + value);
            } catch (OutboxException e) {
                System.out.println("refused: " + e);
                return;
            }
            LockSupport.parkNanos(PAUSE);
        }
    }
}
