package io.wwep.benchmarks.measure;

import io.wwep.benchmarks.client.Session;

/** Runs exchanges or batches one after the other on one thread. */
public final class LoopContender extends SessionContender {

    private final int batch;

    /**
     * Wraps and owns a session.
     *
     * @param batch the number of requests sent at once; an operation is still one exchange
     */
    public LoopContender(String name, Session session, int batch) {
        super(name, session);
        this.batch = batch;
    }

    @Override
    public Timing run(int operations) throws Exception {
        long rounds = (operations + batch - 1L) / batch;
        long started = System.nanoTime();
        if (batch == 1) {
            for (long i = 0; i < rounds; i++) {
                session.exchange();
            }
        } else {
            for (long i = 0; i < rounds; i++) {
                session.exchangeAll(batch);
            }
        }
        return Timing.together(System.nanoTime() - started, rounds * batch);
    }
}
