package io.wwep.server;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Executes requests on the store and notifies the listener. All connections of a server share it. */
final class RequestHandler {

    private final RegisterStore store;
    private final boolean sendsReasons;
    private final @Nullable ExchangeListener listener;
    private final AtomicLong count = new AtomicLong();
    private final LongAdder refusals = new LongAdder();
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final RateLimitedLog log = new RateLimitedLog();
    private final DeviceLocks locks = new DeviceLocks();

    RequestHandler(RegisterStore store, ServerProfile profile, @Nullable ExchangeListener listener) {
        this.sendsReasons = profile.isCourse();
        this.store = sendsReasons ? new CourseStore(store) : store;
        this.listener = listener;
    }

    /**
     * Receives the reply to a message. Takes separate arguments, because a record would be allocated for each message.
     */
    interface ReplySink {

        /**
         * Called once for each message, before the method that received this sink returns.
         *
         * @param refusal why the reply is {@code X}; null for an acceptance
         */
        void accept(WwepReply reply, @Nullable Refusal refusal);
    }

    /**
     * Returns the locks to hold while the requests of a batch are executed, but not while they are made durable: that
     * may wait for a disk.
     */
    DeviceLocks locks() {
        return locks;
    }

    /** Executes a legal request. Refuses it if the store fails. */
    void execute(WwepRequest request, ReplySink sink) {
        if (request instanceof WwepRequest.Write write) {
            write(write, sink);
        } else {
            read((WwepRequest.Read) request, sink);
        }
    }

    /**
     * Makes the executed writes durable. Returns false if the store failed: then every acceptance must become a
     * refusal.
     */
    boolean force() {
        try {
            store.force();
            return true;
        } catch (IOException | RuntimeException e) {
            log.warn("the last writes", "were refused because the store failed to keep them", e);
            return false;
        }
    }

    /** Refuses a message. Only the course profiles send the reason. */
    void refuse(Refusal refusal, String reason, ReplySink sink) {
        refusals.increment();
        sink.accept(sendsReasons ? WwepReply.refused(reason) : WwepReply.refused(), refusal);
    }

    /** Records the time between receiving a number of messages and answering them. */
    void recordLatency(int messages, long nanos) {
        latencies.add(nanos, messages);
    }

    /** Returns the number of refused messages. */
    long refusals() {
        return refusals.sum();
    }

    /** Returns the latencies of all replies. */
    LatencyHistogram latencies() {
        return latencies;
    }

    /** Returns the log for problems that peers can repeat. */
    RateLimitedLog log() {
        return log;
    }

    /** Returns whether there is a listener. */
    boolean hasListener() {
        return listener != null;
    }

    /** Counts replies that were turned into refusals. */
    void countRefusals(int replies) {
        refusals.add(replies);
    }

    /** Returns the number of the next exchange. */
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
        } catch (Throwable e) { // including an AssertionError thrown by a test's listener
            log.warn(exchange, "caused the exchange listener to fail", e);
        }
    }

    private void read(WwepRequest.Read read, ReplySink sink) {
        OptionalInt value;
        try {
            value = store.read(read.device(), read.register());
        } catch (IOException | RuntimeException e) {
            fail(WwepRequest.read(read.device().value(), read.register()), e, sink);
            return;
        }
        if (value.isPresent()) {
            sink.accept(WwepReply.accepted(read.device(), read.register(), value.getAsInt()), null);
        } else {
            refuse(Refusal.NEVER_WRITTEN, "Not Found", sink);
        }
    }

    private void write(WwepRequest.Write write, ReplySink sink) {
        boolean stored;
        try {
            stored = store.write(write.device(), write.register(), write.value());
        } catch (IOException | RuntimeException e) {
            fail(WwepRequest.write(write.device().value(), write.register(), write.value()), e, sink);
            return;
        }
        if (stored) {
            sink.accept(WwepReply.accepted(write.device(), write.register(), write.value()), null);
        } else {
            refuse(Refusal.STORE_FULL, "Database Full " + CourseStore.MAX_ENTRIES, sink);
        }
    }

    /** Takes a copy of the request, so that escape analysis can remove the original when nothing fails. */
    private void fail(WwepRequest copy, Exception e, ReplySink sink) {
        refusals.increment();
        log.warn(copy, "was refused because the store failed", e);
        sink.accept(WwepReply.refused(), Refusal.STORE_FAILED);
    }
}
