package io.wwep.benchmarks.lab;

import io.wwep.client.WwepClient;
import io.wwep.protocol.DeviceId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Clients that write a register at fixed times, each on its connection. */
final class HonestClients {

    private static final int CLIENTS = 20;
    private static final long INTERVAL_MILLIS = 200;
    private static final int FIRST_DEVICE = 0x1000;
    private static final int REGISTER = 5;

    private HonestClients() {}

    /** Returns the times of the exchanges in ns, each from when it was due. */
    static List<Long> run(InetSocketAddress server, int seconds) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<List<Long>>> results = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                results.add(threads.submit(() -> exchange(server, number, seconds)));
            }
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> result : results) {
                all.addAll(result.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Long> exchange(InetSocketAddress server, int number, int seconds) throws Exception {
        List<Long> times = new ArrayList<>();
        DeviceId device = DeviceId.of(FIRST_DEVICE + number);
        long interval = TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS);
        try (WwepClient client =
                WwepClient.create(server.getHostString()).port(server.getPort()).build()) {
            client.write(device, REGISTER, 0);
            long due = System.nanoTime() + interval * number / CLIENTS;
            long end = due + TimeUnit.SECONDS.toNanos(seconds);
            for (int value = 0; due - end < 0; value++) {
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                client.write(device, REGISTER, value & 0xFFFF);
                times.add(System.nanoTime() - due);
                due += interval;
            }
        }
        return times;
    }
}
