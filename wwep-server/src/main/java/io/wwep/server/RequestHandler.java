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
        this.withReasons = profile.isCourse();
        this.store = withReasons ? new CourseStore(store) : store;
        this.listener = listener;
    }

    /** Where the answer to a message goes. Its parts are passed one by one: a record of both would be allocated each time. */
    interface Answers {

        /**
         * Called once for each message, before the method that it was passed to returns.
         *
         * @param refusal why the reply is {@code X}; null if it is not
         */
        void answer(WwepReply reply, @Nullable Refusal refusal);
    }

    /** Executes a legal request. If the store fails, the answer is a refusal. */
    void execute(WwepRequest request, Answers answers) {
        if (request instanceof WwepRequest.Write write) {
            write(write, answers);
        } else {
            read((WwepRequest.Read) request, answers);
        }
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
    void refuse(Refusal refusal, String reason, Answers answers) {
        refusals.increment();
        answers.answer(withReasons ? WwepReply.refused(reason) : WwepReply.refused(), refusal);
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

    private void read(WwepRequest.Read read, Answers answers) {
        OptionalInt value;
        try {
            value = store.read(read.device(), read.register());
        } catch (IOException | RuntimeException e) {
            fail(WwepRequest.read(read.device().value(), read.register()), e, answers);
            return;
        }
        if (value.isPresent()) {
            answers.answer(WwepReply.accepted(read.device(), read.register(), value.getAsInt()), null);
        } else {
            refuse(Refusal.NEVER_WRITTEN, "Not Found", answers);
        }
    }

    private void write(WwepRequest.Write write, Answers answers) {
        boolean stored;
        try {
            stored = store.write(write.device(), write.register(), write.value());
        } catch (IOException | RuntimeException e) {
            fail(WwepRequest.write(write.device().value(), write.register(), write.value()), e, answers);
            return;
        }
        if (stored) {
            answers.answer(WwepReply.accepted(write.device(), write.register(), write.value()), null);
        } else {
            refuse(Refusal.STORE_FULL, "Database Full " + CourseStore.MAX_ENTRIES, answers);
        }
    }

    /** Receives a copy of the request: the compiler then need not make an object of one that does not fail. */
    private void fail(WwepRequest copy, Exception e, Answers answers) {
        refusals.increment();
        troubles.warn(copy, "is refused, because the store failed", e);
        answers.answer(WwepReply.refused(), Refusal.STORE_FAILED);
    }
}
