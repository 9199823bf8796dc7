package io.wwep.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wwep.benchmarks.client.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OpenLoopContenderTest {

    @Test
    void aRequestIsSentBeforeEarlierOnesAreAnswered() throws Exception {
        AnsweringTogether session = new AnsweringTogether(5, "reply");
        Timing timing = new OpenLoopContender("ours", session, 1_000).run(5);
        assertThat(timing.operations()).isEqualTo(5);
        assertThat(session.verified).hasSize(5);
    }

    @Test
    void theTimeOfAnExchangeStartsWhenItWasDue() throws Exception {
        // All are due within about a millisecond, but the first blocks the sender for 20.
        Session session = new AnsweringTogether(1, "reply") {
            @Override
            public CompletableFuture<?> exchangeAsync() {
                if (verified.isEmpty()) {
                    long end = System.nanoTime() + Duration.ofMillis(20).toNanos();
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                }
                return super.exchangeAsync();
            }
        };
        Timing timing = new OpenLoopContender("ours", session, 100_000).run(100);
        assertThat(timing.meanNanos())
                .isGreaterThan((double) Duration.ofMillis(15).toNanos());
    }

    @Test
    void aWrongReplyFailsTheRun() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new OpenLoopContender("ours", new AnsweringTogether(1, "wrong"), 1_000).run(1))
                .withMessageContaining("ours: an exchange failed")
                .withMessageContaining("not a reply: wrong");
    }

    /** Answers once this number of requests has arrived. */
    private static class AnsweringTogether implements Session {

        final List<Object> verified = new ArrayList<>();
        private final List<CompletableFuture<Object>> waiting = new ArrayList<>();
        private final int together;
        private final String reply;

        AnsweringTogether(int together, String reply) {
            this.together = together;
            this.reply = reply;
        }

        @Override
        public void exchange() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<?> exchangeAsync() {
            // Callbacks are added before the future completes or run at once, in both cases on the sender's thread.
            CompletableFuture<Object> future = new CompletableFuture<>();
            waiting.add(future);
            if (waiting.size() == together) {
                waiting.forEach(it -> it.complete(reply));
                waiting.clear();
            }
            return future;
        }

        @Override
        public void verify(Object answer) throws IOException {
            if (!answer.equals("reply")) {
                throw new IOException("not a reply: " + answer);
            }
            verified.add(answer);
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
