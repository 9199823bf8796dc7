package io.wwep.benchmarks.soak;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The registers of one caller, which nobody else writes: what must be in them, and what may. A register with a write
 * that nobody knows the outcome of is left alone until that write cannot come any more. Not for several threads.
 */
final class Ledger {

    static final int DEVICES = 4;

    private static final int REGISTERS = DEVICES << Byte.SIZE;

    /** A stall, and the time that the server waits for the rest of a message, have gone by twice. */
    private static final long DOUBT_NANOS = TimeUnit.SECONDS.toNanos(6);

    private static final int NONE = -1;

    private final int firstDevice;
    private final int[] values = new int[REGISTERS];
    private final int[] doubts = new int[REGISTERS];
    private final long[] doubtEnds = new long[REGISTERS];
    private int next;
    private long acknowledged;

    /** For the devices from this one on, so many as {@link #DEVICES}. */
    Ledger(int firstDevice) {
        this.firstDevice = firstDevice;
        Arrays.fill(values, NONE);
        Arrays.fill(doubts, NONE);
    }

    /** How many writes were acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    /** The next register in turn of which no write can still be under way. */
    int take() {
        for (int tries = 0; tries < REGISTERS; tries++) {
            int index = next;
            next = (next + 1) % REGISTERS;
            if (!isInDoubt(index) || System.nanoTime() - doubtEnds[index] >= 0) {
                return index;
            }
        }
        throw new IllegalStateException("all " + REGISTERS + " registers have a write of unknown outcome");
    }

    /** Whether it has to be read before it is written again. */
    boolean isInDoubt(int index) {
        return doubts[index] != NONE;
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
     * Notes how an exchange with this register ended.
     *
     * @param reply null if there was none
     * @return what is wrong with that, or null
     */
    @Nullable
    String settle(int index, WwepRequest request, @Nullable WwepReply reply, Delivery delivery) {
        return request instanceof WwepRequest.Write write
                ? settleWrite(index, write, reply, delivery)
                : reply == null ? null : settleRead(index, request, reply);
    }

    private @Nullable String settleWrite(
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
            doubts[index] = write.value();
            doubtEnds[index] = System.nanoTime() + DOUBT_NANOS;
        }
        return null;
    }

    private @Nullable String settleRead(int index, WwepRequest request, WwepReply reply) {
        int found = reply instanceof WwepReply.Accepted accepted ? accepted.value() : NONE;
        boolean good = found == values[index] || (isInDoubt(index) && found == doubts[index]);
        String wrong = good
                ? null
                : request + " was answered by " + reply + ", but the last write that was acknowledged is "
                        + text(values[index])
                        + (isInDoubt(index) ? ", and one of unknown outcome is " + text(doubts[index]) : "");
        values[index] = found;
        doubts[index] = NONE;
        return wrong;
    }

    private static String text(int value) {
        return value == NONE ? "none" : String.format("%04X", value);
    }

    /** All registers that were ever written, or may have been. */
    int[] used() {
        int[] used = new int[REGISTERS];
        int count = 0;
        for (int index = 0; index < REGISTERS; index++) {
            if (values[index] != NONE || isInDoubt(index)) {
                used[count++] = index;
            }
        }
        return Arrays.copyOf(used, count);
    }
}
