package io.wwep.benchmarks.measure;

import io.wwep.benchmarks.client.Session;
import java.io.IOException;

/** A contender that uses one session. */
abstract class SessionContender implements Contender {

    final Session session;
    private final String name;

    /** Wraps and owns a session. */
    SessionContender(String name, Session session) {
        this.name = name;
        this.session = session;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int warmUpFactor() {
        return session.warmUpFactor();
    }

    @Override
    public final void close() throws IOException {
        session.close();
    }
}
