package io.wwep.benchmarks.gateway;

import io.wwep.benchmarks.client.Target;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Changes registers of a server one after the other, and measures the time until a gateway reports each. Runs on its
 * own thread; another thread calls {@link #reported}.
 */
final class ChangeLatency implements Runnable {

    private static final int REGISTERS_OF_A_DEVICE = 0x100;
    private static final long PAUSE_MILLIS = 20;
    private static final int MAX_VALUE = 0xFFFF;

    private final WwepClient client;
    private final int registers;
    private final ConcurrentHashMap<Integer, Long> written = new ConcurrentHashMap<>();
    private long[] delays = new long[1024];
    private int reported;
    private volatile boolean stopped;

    /** Initializes each register with 0. */
    ChangeLatency(int port, int registers) throws IOException {
        this.client = WwepClient.create(Target.HOST).port(port).connect();
        this.registers = registers;
        List<WwepRequest> all = new ArrayList<>();
        for (int i = 0; i < registers; i++) {
            all.add(WwepRequest.write(i / REGISTERS_OF_A_DEVICE, i % REGISTERS_OF_A_DEVICE, 0));
        }
        var unused = client.exchangeAll(all);
    }

    @Override
    public void run() {
        try (client) {
            for (int i = 0; !stopped; i++) {
                int register = i % registers;
                written.put(register, System.nanoTime());
                client.write(
                        register / REGISTERS_OF_A_DEVICE,
                        register % REGISTERS_OF_A_DEVICE,
                        1 + i / registers % MAX_VALUE);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Records that the gateway reported a change at this {@link System#nanoTime()}. */
    void reported(int device, int register, long nanos) {
        Long since = written.remove(device * REGISTERS_OF_A_DEVICE + register);
        if (since != null) {
            if (reported == delays.length) {
                delays = Arrays.copyOf(delays, 2 * reported);
            }
            delays[reported++] = nanos - since;
        }
    }

    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Returns the nanoseconds from the start of each write to its report. */
    long[] delays() {
        return Arrays.copyOf(delays, reported);
    }

    /** Returns the number of changes that are still unreported after this time. */
    long missing(long nanos) {
        long now = System.nanoTime();
        return written.values().stream().filter(since -> now - since > nanos).count();
    }
}
