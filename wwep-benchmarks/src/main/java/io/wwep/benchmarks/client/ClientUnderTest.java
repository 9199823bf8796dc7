package io.wwep.benchmarks.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client whose speed is measured. */
public interface ClientUnderTest {

    /** Its name and version. */
    String name();

    Wire wire();

    /** What the names of its jars begin with: its own first, then those that come with it. */
    List<String> jars();

    /** Why it cannot do this work; empty if it can. */
    Optional<String> lacks(Work work, boolean tls);

    /** A connection for one thread at a time. */
    Session open(Target target) throws Exception;

    /** One connection for many threads. */
    default Session openShared(Target target) throws Exception {
        return open(target);
    }

    /** A connection whose exchanges are all futures: {@code exchangeAll} sends its requests one by one, each for a future. */
    default Session openFutures(Target target) throws Exception {
        return new FuturesSession(open(target));
    }

    /** That many connections, each for itself, which share what one process has for all. */
    default List<Session> openMany(Target target, int count) throws Exception {
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sessions.add(open(target));
        }
        return sessions;
    }

    /**
     * A connection that is made when it is first used, with the time limits that a user has by default; empty if this client
     * has no futures before it is connected.
     */
    default Optional<Session> openLater(Target target) {
        return Optional.empty();
    }

    /** The bytes that it holds outside the heap and outside the JVM's own pools of buffers. */
    default long directMemory() {
        return 0;
    }

    /** Opens a connection for each exchange and closes it after. */
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
