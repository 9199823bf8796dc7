package io.wwep.examples;

import io.wwep.client.ConnectionBehavior;
import io.wwep.client.WwepClient;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepBatchException;
import io.wwep.protocol.WwepException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads all registers of a device, to find those that were ever written. */
final class RegisterScan {

    static final int REGISTERS = 256;

    /** Registers read one by one first, to measure the time of an exchange. */
    private static final int FIRST_EXCHANGES = 4;

    /** Registers read in one batch from a server that keeps connections open. */
    private static final int BATCH = 63;

    private final WwepClient client;
    private final DeviceId device;
    private final Progress progress;

    RegisterScan(WwepClient client, DeviceId device, Progress progress) {
        this.client = client;
        this.device = device;
        this.progress = progress;
    }

    /**
     * Returns the values of the registers that were written, by register.
     *
     * @throws WwepException if a register could not be read
     */
    SortedMap<Integer, Integer> values() throws WwepException {
        SortedMap<Integer, Integer> values = new TreeMap<>();
        long started = System.nanoTime();
        boolean announced = false;
        int next = 0;
        while (next < REGISTERS) {
            boolean closes = client.statistics().behavior() == ConnectionBehavior.CLOSE_AFTER_REPLY;
            if (closes && !announced && next >= FIRST_EXCHANGES) {
                announced = true;
                progress.note("the server closes each connection after one reply: reading " + REGISTERS
                        + " registers needs as many connections and takes about "
                        + time((System.nanoTime() - started) / next * REGISTERS));
            }
            int count = closes || next < FIRST_EXCHANGES ? 1 : Math.min(BATCH, REGISTERS - next);
            progress.show("%d of %d registers read", next, REGISTERS);
            List<OptionalInt> found = find(next, count);
            for (OptionalInt value : found) {
                int register = next;
                value.ifPresent(present -> values.put(register, present));
                next++;
            }
        }
        return values;
    }

    private List<OptionalInt> find(int first, int count) throws WwepException {
        try {
            return client.device(device).find(first, count);
        } catch (WwepBatchException e) {
            // The cause describes the failed request, and determines the exit code.
            throw e.getCause() instanceof WwepException cause ? cause : e;
        }
    }

    static String time(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        long seconds = Math.max(1, time.plusMillis(500).toSeconds());
        return seconds < 120 ? seconds + " s" : (seconds + 30) / 60 + " minutes";
    }
}
