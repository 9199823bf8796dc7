package io.wwep.server;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Does requests on the store, and tells the listener of them: what all connections of a server share. */
final class Exchanges {

    private final RegisterStore store;
    private final boolean withReasons;
    private final @Nullable TransactionListener listener;
    private final AtomicLong count = new AtomicLong();
    private final LongAdder refusals = new LongAdder();
    private final Latencies latencies = new Latencies();
    private final TroubleLog troubles = new TroubleLog();

    Exchanges(RegisterStore store, ServerProfile profile, @Nullable TransactionListener listener) {
        this.withReasons = profile == ServerProfile.COURSE;
        this.store = withReasons ? new CourseStore(store) : store;
        this.listener = listener;
    }

    /** Does a legal request. A store that fails makes it refused. */
    WwepReply execute(WwepRequest request) {
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

    /** A refusal; only the course's servers give reasons. */
    WwepReply refuse(String reason) {
        refusals.increment();
        return withReasons ? WwepReply.refused(reason) : WwepReply.refused();
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

    /** Whether anybody wants to know of transactions. */
    boolean hasListener() {
        return listener != null;
    }

    /** Counts replies that became refusals after all. */
    void addRefusals(int replies) {
        refusals.add(replies);
    }

    /** Gives a transaction its number. */
    Transaction transaction(
            InetSocketAddress peer, @Nullable String clientSubject, int port, String message, WwepReply reply) {
        return new Transaction(count.incrementAndGet(), peer, clientSubject, port, message, reply);
    }

    /** Tells the listener. */
    void report(Transaction transaction) {
        if (listener == null) {
            return;
        }
        try {
            listener.transaction(transaction);
        } catch (Throwable e) { // an AssertionError of a test's listener as well
            troubles.warn(transaction, "made the transaction listener fail", e);
        }
    }

    private WwepReply read(WwepRequest.Read read) {
        try {
            OptionalInt value = store.read(read.device(), read.register());
            return value.isPresent()
                    ? WwepReply.accepted(read.device(), read.register(), value.getAsInt())
                    : refuse("Not Found");
        } catch (IOException | RuntimeException e) {
            return failed(WwepRequest.read(read.device().value(), read.register()), e);
        }
    }

    private WwepReply write(WwepRequest.Write write) {
        try {
            return store.write(write.device(), write.register(), write.value())
                    ? WwepReply.accepted(write.device(), write.register(), write.value())
                    : refuse("Database Full " + CourseStore.MAX_ENTRIES);
        } catch (IOException | RuntimeException e) {
            return failed(WwepRequest.write(write.device().value(), write.register(), write.value()), e);
        }
    }

    /** Takes a copy of the request: the compiler then need not make an object of one that does not fail. */
    private WwepReply failed(WwepRequest copy, Exception e) {
        refusals.increment();
        troubles.warn(copy, "is refused, because the store failed", e);
        return WwepReply.refused();
    }
}
