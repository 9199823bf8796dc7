package io.wwep.benchmarks.measure;

import io.wwep.benchmarks.client.Session;

/** One thread, one exchange after the other, or one batch after the other. */
public final class LoopContender extends SessionContender {

    private final int batch;

    /**
     * Takes over a session.
     *
     * @param batch how many requests go at once; an operation is one exchange all the same
     */
    public LoopContender(String name, Session session, int batch) {
        super(name, session);
        this.batch = batch;
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
}
