package io.wwep.benchmarks.client;

import java.io.IOException;
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
