package io.wwep.server;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does requests on the store, and tells the listener of them: what all connections of a server share. */
final class Exchanges {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    private final RegisterStore store;
    private final boolean withReasons;
    private final @Nullable TransactionListener listener;
    private final AtomicLong count = new AtomicLong();
    private final StoreFailures failures = new StoreFailures();

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
            failures.log("keeping what was written", e);
            return false;
        }
    }

    /** A refusal; only the course's servers give reasons. */
    WwepReply refuse(String reason) {
        return withReasons ? WwepReply.refused(reason) : WwepReply.refused();
    }

    /** Whether anybody wants to know of transactions. */
    boolean hasListener() {
        return listener != null;
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
            LOG.warn("the transaction listener failed on {}: {}", transaction, e, e);
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
        failures.log(copy, e);
        return WwepReply.refused();
    }
}
