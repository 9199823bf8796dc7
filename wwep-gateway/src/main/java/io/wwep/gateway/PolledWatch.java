package io.wwep.gateway;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the replies for one watch, and derives each sample and its quality. Confined to the gateway's thread, except
 * for the methods marked as callable on any thread.
 */
final class PolledWatch {

    private final PolledEndpoint endpoint;
    private final GatewayThread thread;
    private final DeviceId device;
    private final int first;
    private final PolledRegister[] registers;
    private final long interval;
    private final DeliveryQueue<?> delivery;
    private volatile @Nullable Sample latest;
    private volatile long missed;
    private boolean joined;
    private boolean closed;

    // The state of the current poll:
    private int outstanding;
    private int reads;
    private int[] read = Sample.NONE;
    private int[] readBefore = Sample.NONE;
    private boolean isUnset;
    private @Nullable WwepException failure;
    private boolean inPoll;

    PolledWatch(
            PolledEndpoint endpoint, DeviceId device, int first, int count, long interval, DeliveryQueue<?> delivery) {
        this.endpoint = endpoint;
        this.thread = endpoint.thread();
        this.device = device;
        this.first = first;
        this.registers = new PolledRegister[count];
        this.interval = interval;
        this.delivery = delivery;
    }

    // ---- on any thread ----

    @Nullable
    Sample latest() {
        return latest;
    }

    long missed() {
        return missed;
    }

    // ---- on the gateway's thread ----

    PolledRegister[] registers() {
        return registers;
    }

    long interval() {
        return interval;
    }

    boolean isStale() {
        Sample last = latest;
        return last != null && last.quality() == Quality.STALE;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the gateway's thread updates it
    void missed(long count) {
        missed += count;
    }

    /** Adds the watch to its registers; returns false if it was already closed. */
    boolean join(BiFunction<DeviceId, Integer, PolledRegister> endpointRegisters) {
        if (closed) {
            return false;
        }
        joined = true;
        for (int i = 0; i < registers.length; i++) {
            registers[i] = endpointRegisters.apply(device, first + i);
            registers[i].add(this);
        }
        return true;
    }

    /**
     * Removes the watch from its registers and closes it.
     *
     * @param unused receives each register that has no watch left
     * @return false if the watch was already closed, or never joined
     */
    boolean leave(Consumer<PolledRegister> unused) {
        boolean present = joined && !closed;
        closed = true;
        inPoll = false;
        if (!present) {
            return false;
        }
        for (PolledRegister register : registers) {
            if (register.remove(this)) {
                unused.accept(register);
            }
        }
        return true;
    }

    /** Ends the watch: it accepts no more samples. */
    void end() {
        closed = true;
        inPoll = false;
        delivery.end();
    }

    /** Begins a poll; returns false if the watch is already in one, or is closed. */
    boolean begin() {
        if (inPoll || closed) {
            return false;
        }
        inPoll = true;
        reads = 0;
        return true;
    }

    /** Returns whether the result of the current poll is still pending. */
    boolean isInPoll() {
        return inPoll;
    }

    /** Returns whether replies to the current read are still pending. */
    boolean isAwaiting() {
        return inPoll && outstanding > 0;
    }

    /** Begins a read, which expects one reply for each register. */
    void beginRead() {
        outstanding = registers.length;
        reads++;
        readBefore = read;
        read = new int[registers.length];
        isUnset = false;
        failure = null;
    }

    /**
     * Handles the reply for one register, or its failure.
     *
     * @return whether all registers must be read again
     */
    boolean answered(PolledRegister register, @Nullable WwepReply reply, @Nullable WwepException cause) {
        if (cause != null) {
            failure = cause;
        } else if (reply instanceof WwepReply.Accepted accepted) {
            read[register.request().register() - first] = accepted.value();
        } else if (reply instanceof WwepReply.Refused refused && !PolledRegister.wasNeverWritten(refused.reason())) {
            failure = new WwepRefusedException("the server refused to read: " + refused, refused);
        } else {
            isUnset = true;
        }
        outstanding--;
        return outstanding == 0 && decide();
    }

    private boolean decide() {
        WwepException cause = failure;
        if (cause != null) {
            inPoll = false;
            stale(cause);
        } else if (isUnset) {
            publish(Quality.UNSET, Sample.NONE, null);
        } else if (registers.length == 1 || (reads > 1 && Arrays.equals(read, readBefore))) {
            publish(Quality.GOOD, read, null);
        } else if (reads == Agreement.MAX_READS) {
            publish(Quality.INVALID, read, changed());
        } else {
            return true;
        }
        return false;
    }

    /** Returns the delay before the registers are read again, in nanoseconds. */
    long pause() {
        Sample last = latest;
        boolean isKnown = last != null && last.quality() != Quality.INVALID && Arrays.equals(last.raw(), read);
        return Agreement.pause(reads, isKnown);
    }

    private WwepException changed() {
        return new WwepProtocolException("registers " + registers[0].request() + " to "
                + registers[registers.length - 1].request() + " changed while they were read, " + Agreement.MAX_READS
                + " times in a row: no value of them together is known");
    }

    private void publish(Quality quality, int[] raw, @Nullable WwepException cause) {
        inPoll = false;
        // Keeps only one array, also while nothing changes: a gateway may have many thousands of watches.
        read = Sample.NONE;
        readBefore = Sample.NONE;
        Sample last = latest;
        if (last != null && last.quality() == quality && Arrays.equals(last.raw(), raw)) {
            publish(new Sample(
                    quality, last.raw(), thread.time(), thread.nanos(), since(quality), last.changed(), cause));
        } else {
            publish(new Sample(quality, raw, thread.time(), thread.nanos(), since(quality), thread.time(), cause));
        }
    }

    /** Makes the watch stale. Keeps the last contents and their time, unless their reads never agreed. */
    void stale(WwepException cause) {
        Sample last = latest;
        Instant since = since(Quality.STALE);
        if (last == null) {
            publish(new Sample(Quality.STALE, Sample.NONE, thread.time(), thread.nanos(), since, since, cause));
        } else {
            int[] raw = last.quality() == Quality.INVALID ? Sample.NONE : last.raw();
            publish(new Sample(Quality.STALE, raw, last.time(), last.nanos(), since, since, cause));
        }
    }

    private Instant since(Quality quality) {
        Sample last = latest;
        return last != null && last.quality() == quality ? last.reported() : thread.time();
    }

    private void publish(Sample sample) {
        Sample last = latest;
        boolean wasStale = isStale();
        latest = sample;
        if (wasStale != isStale()) {
            if (wasStale) {
                endpoint.recovered();
            } else {
                endpoint.becameStale();
            }
        }
        if (last == null || !sample.sameAs(last)) {
            delivery.offer(sample);
        } else {
            delivery.offerUnchanged(sample);
        }
    }
}
