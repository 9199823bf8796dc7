package io.wwep.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wwep.benchmarks.client.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PollingTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void eachSessionIsPolledOncePerSecond() throws Exception {
        Polled first = new Polled(answered("reply"));
        Polled second = new Polled(answered("reply"));
        assertThat(new Polling(List.of(first, second), List.of()).run(Duration.ofSeconds(2)))
                .hasSize(4);
        assertThat(first.polls).hasValue(2);
        assertThat(second.polls).hasValue(2);
    }

    @Test
    void latenessStartsWhenThePollWasDue() throws Exception {
        // The first is due at once and delays the second, which is due a millisecond later.
        Session slow = new Polled(answered("reply")) {
            @Override
            public CompletableFuture<Object> exchangeAsync() {
                long end = System.nanoTime() + Duration.ofMillis(50).toNanos();
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                return super.exchangeAsync();
            }
        };
        List<Session> sessions = Stream.concat(
                        Stream.of(slow),
                        Stream.generate(() -> new Polled(answered("reply"))).limit(999))
                .collect(Collectors.toList());
        assertThat(new Polling(sessions, List.of()).run(SECOND)[1]).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(40));
    }

    @Test
    void aSilentSessionIsPolledAgainOnlyAfterItsLastPollHasFailed() throws Exception {
        Polled silent = new Polled(new CompletableFuture<>());
        Polled failing = new Polled(CompletableFuture.failedFuture(new IOException("silent")));
        new Polling(List.of(new Polled(answered("reply"))), List.of(silent, failing)).run(Duration.ofSeconds(2));
        assertThat(silent.polls).hasValue(1);
        assertThat(failing.polls).hasValue(2);
    }

    @Test
    void aWrongReplyFailsTheRun() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Polling(List.of(new Polled(answered("wrong"))), List.of()).run(SECOND))
                .withMessageContaining("a poll failed")
                .withMessageContaining("not a reply: wrong");
    }

    @Test
    void anAnswerFromASilentSessionFailsTheRun() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Polling(
                                List.of(new Polled(answered("reply"))), List.of(new Polled(answered("reply"))))
                        .run(SECOND))
                .withMessageContaining("a silent peer answered");
    }

    private static CompletableFuture<Object> answered(String reply) {
        return CompletableFuture.completedFuture(reply);
    }

    private static class Polled implements Session {

        final AtomicInteger polls = new AtomicInteger();
        private final CompletableFuture<Object> future;

        Polled(CompletableFuture<Object> future) {
            this.future = future;
        }

        @Override
        public void exchange() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Object> exchangeAsync() {
            polls.incrementAndGet();
            return future;
        }

        @Override
        public void verify(Object answer) throws IOException {
            if (!answer.equals("reply")) {
                throw new IOException("not a reply: " + answer);
            }
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
