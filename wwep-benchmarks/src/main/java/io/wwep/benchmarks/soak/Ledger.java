package io.wwep.benchmarks.soak;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The registers of one caller, which no other caller writes, with the values that they must or may have. A register
 * with a write of unknown outcome is not used until that write can no longer arrive. Not thread-safe.
 */
final class Ledger {

    static final int DEVICES = 4;

    private static final int REGISTERS = DEVICES << Byte.SIZE;

    /** Twice the time of a stall plus the server's wait for the rest of a message. */
    private static final long UNCERTAIN_NANOS = TimeUnit.SECONDS.toNanos(6);

    private static final int NONE = -1;

    private final int firstDevice;
    private final int[] values = new int[REGISTERS];
    private final int[] uncertainValues = new int[REGISTERS];
    private final long[] uncertainUntil = new long[REGISTERS];
    private int next;
    private long acknowledged;

    /** Creates a ledger for {@link #DEVICES} devices from this one on. */
    Ledger(int firstDevice) {
        this.firstDevice = firstDevice;
        Arrays.fill(values, NONE);
        Arrays.fill(uncertainValues, NONE);
    }

    /** Returns the number of acknowledged writes. */
    long acknowledged() {
        return acknowledged;
    }

    /** Returns the next register, in turn, that has no write in flight. */
    int nextRegister() {
        for (int tries = 0; tries < REGISTERS; tries++) {
            int index = next;
            next = (next + 1) % REGISTERS;
            if (!isUncertain(index) || System.nanoTime() - uncertainUntil[index] >= 0) {
                return index;
            }
        }
        throw new IllegalStateException("all " + REGISTERS + " registers have a write of unknown outcome");
    }

    /** Returns whether it must be read before it is written again. */
    boolean isUncertain(int index) {
        return uncertainValues[index] != NONE;
    }

    WwepRequest read(int index) {
        return WwepRequest.read(device(index), register(index));
    }

    WwepRequest write(int index, int value) {
        return WwepRequest.write(device(index), register(index), value);
    }

    private int device(int index) {
        return firstDevice + (index >> Byte.SIZE);
    }

    private static int register(int index) {
        return index & 0xFF;
    }

    /**
     * Records how an exchange with this register ended.
     *
     * @param reply null if there was none
     * @return what is wrong with it, or null
     */
    @Nullable
    String record(int index, WwepRequest request, @Nullable WwepReply reply, Delivery delivery) {
        return request instanceof WwepRequest.Write write
                ? recordWrite(index, write, reply, delivery)
                : reply == null ? null : recordRead(index, request, reply);
    }

    private @Nullable String recordWrite(
            int index, WwepRequest.Write write, @Nullable WwepReply reply, Delivery delivery) {
        if (reply instanceof WwepReply.Accepted accepted) {
            values[index] = write.value();
            acknowledged++;
            return accepted.value() == write.value() ? null : write + " was answered by " + reply;
        }
        if (reply != null) {
            return write + " was refused";
        }
        if (delivery == Delivery.UNKNOWN) {
            uncertainValues[index] = write.value();
            uncertainUntil[index] = System.nanoTime() + UNCERTAIN_NANOS;
        }
        return null;
    }

    private @Nullable String recordRead(int index, WwepRequest request, WwepReply reply) {
        int found = reply instanceof WwepReply.Accepted accepted ? accepted.value() : NONE;
        boolean good = found == values[index] || (isUncertain(index) && found == uncertainValues[index]);
        String wrong = good
                ? null
                : request + " was answered by " + reply + ", but the last acknowledged write is "
                        + text(values[index])
                        + (isUncertain(index) ? ", and one of unknown outcome is " + text(uncertainValues[index]) : "");
        values[index] = found;
        uncertainValues[index] = NONE;
        return wrong;
    }

    private static String text(int value) {
        return value == NONE ? "none" : String.format("%04X", value);
    }

    /** Returns all registers that were or may have been written. */
    int[] used() {
        int[] used = new int[REGISTERS];
        int count = 0;
        for (int index = 0; index < REGISTERS; index++) {
            if (values[index] != NONE || isUncertain(index)) {
                used[count++] = index;
            }
        }
        return Arrays.copyOf(used, count);
    }
}
