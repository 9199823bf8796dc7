package io.wwep.benchmarks.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs every exchange as a future and waits for it. For one thread at a time. */
final class FuturesSession implements Session {

    /** Longer than any client's reply timeout. */
    private static final long TIMEOUT_SECONDS = 60;

    private final Session session;

    /** Reused, so that the counted bytes are the client's. */
    private CompletableFuture<?>[] replies = new CompletableFuture<?>[0];

    /** Wraps and owns a session. */
    FuturesSession(Session session) {
        this.session = session;
    }

    @Override
    public int warmUpFactor() {
        return session.warmUpFactor();
    }

    @Override
    public void exchange() throws Exception {
        await(session.exchangeAsync());
    }

    @Override
    public void exchangeAll(int count) throws Exception {
        if (replies.length != count) {
            replies = new CompletableFuture<?>[count];
        }
        for (int i = 0; i < count; i++) {
            replies[i] = session.exchangeAsync();
        }
        for (CompletableFuture<?> reply : replies) {
            await(reply);
        }
    }

    @Override
    public CompletableFuture<?> exchangeAsync() throws Exception {
        return session.exchangeAsync();
    }

    @Override
    public void verify(Object reply) throws IOException {
        session.verify(reply);
    }

    private void await(CompletableFuture<?> reply) throws Exception {
        verify(reply.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
