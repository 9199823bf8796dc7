package io.wwep.server;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Executes requests on the store, and notifies the listener: what all connections of a server share. */
final class RequestHandler {

    private final RegisterStore store;
    private final boolean withReasons;
    private final @Nullable ExchangeListener listener;
    private final AtomicLong count = new AtomicLong();
    private final LongAdder refusals = new LongAdder();
    private final Latencies latencies = new Latencies();
    private final TroubleLog troubles = new TroubleLog();

    RequestHandler(RegisterStore store, ServerProfile profile, @Nullable ExchangeListener listener) {
        this.withReasons = profile == ServerProfile.COURSE;
        this.store = withReasons ? new CourseStore(store) : store;
        this.listener = listener;
    }

    /** The reply to a message, and why if it is a refusal. */
    record Answer(WwepReply reply, @Nullable Refusal refusal) {}

    /** Executes a legal request. If the store fails, the answer is a refusal. */
    Answer execute(WwepRequest request) {
        return request instanceof WwepRequest.Write write ? write(write) : read((WwepRequest.Read) request);
    }

    /** Makes what was done last. False: the store has failed at it, and nothing that was done may be told. */
    boolean force() {
        try {
            store.force();
            return true;
        } catch (IOException | RuntimeException e) {
            troubles.warn("what was written", "is refused, because the store failed to keep it", e);
            return false;
        }
    }

    /** A refusal; only the course's servers give reasons on the wire. */
    Answer refuse(Refusal refusal, String reason) {
        refusals.increment();
        return new Answer(withReasons ? WwepReply.refused(reason) : WwepReply.refused(), refusal);
    }

    /** Counts messages that came together and were answered together, this long after they came. */
    void answered(int messages, long nanos) {
        latencies.add(nanos, messages);
    }

    /** How many messages were refused. */
    long refusals() {
        return refusals.sum();
    }

    /** How long the answers took. */
    Latencies latencies() {
        return latencies;
    }

    /** Where to tell what goes wrong. */
    TroubleLog troubles() {
        return troubles;
    }

    /** Whether there is a listener. */
    boolean hasListener() {
        return listener != null;
    }

    /** Counts replies that became refusals after all. */
    void addRefusals(int replies) {
        refusals.add(replies);
    }

    /** The number of the next exchange. */
    long nextNumber() {
        return count.incrementAndGet();
    }

    /** Notifies the listener. */
    void report(Exchange exchange) {
        if (listener == null) {
            return;
        }
        try {
            listener.exchanged(exchange);
        } catch (Throwable e) { // an AssertionError of a test's listener as well
            troubles.warn(exchange, "made the exchange listener fail", e);
        }
    }

    private Answer read(WwepRequest.Read read) {
        try {
            OptionalInt value = store.read(read.device(), read.register());
            return value.isPresent()
                    ? new Answer(WwepReply.accepted(read.device(), read.register(), value.getAsInt()), null)
                    : refuse(Refusal.NEVER_WRITTEN, "Not Found");
        } catch (IOException | RuntimeException e) {
            return failed(WwepRequest.read(read.device().value(), read.register()), e);
        }
    }

    private Answer write(WwepRequest.Write write) {
        try {
            return store.write(write.device(), write.register(), write.value())
                    ? new Answer(WwepReply.accepted(write.device(), write.register(), write.value()), null)
                    : refuse(Refusal.STORE_FULL, "Database Full " + CourseStore.MAX_ENTRIES);
        } catch (IOException | RuntimeException e) {
            return failed(WwepRequest.write(write.device().value(), write.register(), write.value()), e);
        }
    }

    /** Takes a copy of the request: the compiler then need not make an object of one that does not fail. */
    private Answer failed(WwepRequest copy, Exception e) {
        refusals.increment();
        troubles.warn(copy, "is refused, because the store failed", e);
        return new Answer(WwepReply.refused(), Refusal.STORE_FAILED);
    }
}
