package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ReadLeaseTest {

    /** More than a reader decodes in one step. */
    private static final int OTHERS = 12;

    private final CountDownLatch firstIsThere = new CountDownLatch(1);
    private final CountDownLatch lateIsAnswered = new CountDownLatch(1);
    private final CountDownLatch decoding = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void noOtherThreadReadsWhileAReaderDecodesTheRepliesOfOthers() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger("io.wwep.client");
        Level level = log.getLevel();
        Pause pause = new Pause();
        pause.start();
        log.addAppender(pause);
        log.setLevel(Level.TRACE);
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.send(acceptance(talk.request()));
                    StringBuilder replies = new StringBuilder(acceptance(talk.request()));
                    firstIsThere.countDown();
                    for (int i = 0; i < OTHERS; i++) {
                        replies.append(acceptance(talk.request()));
                    }
                    talk.send(replies.toString());
                    talk.send(acceptance(talk.request())).pause();
                    lateIsAnswered.countDown();
                    talk.untilEnd();
                });
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            client.exchange(write(0xFF));
            Caller reader = Caller.of(() -> client.exchange(write(0xFE)));
            firstIsThere.await();
            List<CompletableFuture<WwepReply>> others = new ArrayList<>();
            for (int i = 0; i < OTHERS; i++) {
                others.add(client.exchangeAsync(write(i)));
            }
            assertThat(decoding.await(20, TimeUnit.SECONDS)).isTrue();
            Caller late = Caller.of(() -> client.exchange(write(0xFD)));
            lateIsAnswered.await();
            goOn.countDown();

            assertThat(reader.outcome()).hasToString("A0FACFE1234");
            assertThat(late.outcome()).hasToString("A0FACFD1234");
            for (CompletableFuture<WwepReply> other : others) {
                assertThat(other.get(20, TimeUnit.SECONDS)).isInstanceOf(WwepReply.Accepted.class);
            }
        } finally {
            goOn.countDown();
            log.setLevel(level);
            log.detachAppender(pause);
        }
    }

    private static WwepRequest write(int register) {
        return WwepRequest.write(0x0FAC, register, 0x1234);
    }

    /** Stops the thread that decodes one of the last replies. */
    private final class Pause extends UnsynchronizedAppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getFormattedMessage().endsWith("< A0FAC0A1234")) {
                decoding.countDown();
                try {
                    var unused = goOn.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
