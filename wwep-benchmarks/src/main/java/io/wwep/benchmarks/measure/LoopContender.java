package io.wwep.benchmarks.measure;

import io.wwep.benchmarks.client.Session;
import java.io.IOException;

/** One thread, one exchange after the other, or one batch after the other. */
public final class LoopContender implements Contender {

    private final String name;
    private final Session session;
    private final int batch;

    /**
     * Takes over a session.
     *
     * @param batch how many requests go at once; an operation is one exchange all the same
     */
    public LoopContender(String name, Session session, int batch) {
        this.name = name;
        this.session = session;
        this.batch = batch;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int warmUpTimes() {
        return session.warmUpTimes();
    }

    @Override
    public Timing run(int operations) throws Exception {
        long rounds = (operations + batch - 1L) / batch;
        long begun = System.nanoTime();
        if (batch == 1) {
            for (long i = 0; i < rounds; i++) {
                session.exchange();
            }
        } else {
            for (long i = 0; i < rounds; i++) {
                session.exchangeAll(batch);
            }
        }
        return Timing.together(System.nanoTime() - begun, rounds * batch);
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
