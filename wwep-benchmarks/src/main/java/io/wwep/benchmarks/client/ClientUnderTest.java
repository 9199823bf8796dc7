package io.wwep.benchmarks.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client to measure. */
public interface ClientUnderTest {

    /** Returns its name and version. */
    String name();

    Wire wire();

    /** Returns the prefixes of its jars' names: its own first, then its dependencies. */
    List<String> jars();

    /** Returns why it does not support this work; empty if it does. */
    Optional<String> unsupportedReason(Work work, boolean tls);

    /** Opens a connection for one thread at a time. */
    Session open(Target target) throws Exception;

    /** Opens one connection for many threads. */
    default Session openShared(Target target) throws Exception {
        return open(target);
    }

    /**
     * Opens a connection whose exchanges are all futures: {@code exchangeAll} sends its requests one by one, each with
     * a future.
     */
    default Session openFutures(Target target) throws Exception {
        return new FuturesSession(open(target));
    }

    /** Opens the given number of independent connections, which share the client's process-wide resources. */
    default List<Session> openMany(Target target, int count) throws Exception {
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sessions.add(open(target));
        }
        return sessions;
    }

    /**
     * Returns a connection that is opened on first use, with the default timeouts; empty if this client has no futures
     * until it is connected.
     */
    default Optional<Session> openLazily(Target target) {
        return Optional.empty();
    }

    /** Returns the bytes that it holds outside the heap and outside the JVM's buffer pools. */
    default long directMemory() {
        return 0;
    }

    /** Returns a session that opens a connection for each exchange and closes it afterward. */
    default Session openEach(Target target) throws Exception {
        return new Session() {
            @Override
            public void exchange() throws Exception {
                Session session = open(target);
                try {
                    session.exchange();
                } finally {
                    session.close();
                }
            }

            @Override
            public void close() throws IOException {
                // Nothing stays open between exchanges.
            }
        };
    }
}
