package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackgroundReaderTest {

    @Test
    void whatHasArrivedIsFoundEvenIfTheThreadIsLateToReadIt() throws Exception {
        Thread asking = Thread.currentThread();
        Socket ended = new Socket() {
            @Override
            public InputStream getInputStream() {
                while (asking.getState() == Thread.State.RUNNABLE) {
                    Thread.onSpinWait();
                }
                return InputStream.nullInputStream();
            }
        };
        BackgroundReader reader = new BackgroundReader(ended);
        try {
            reader.start(new Resources(Thread::new), () -> {});
            assertThat(reader.read(new byte[1], 0, 1, System.nanoTime())).isEqualTo(-1);
        } finally {
            reader.close();
        }
    }

    /** Over TLS, a session ticket is read and then, since it is no data, more. */
    @Test
    void itsOwnThreadDoesNotWaitForMoreThanHasArrived() throws Exception {
        Socket ticket = new Socket() {
            @Override
            public InputStream getInputStream() {
                return new ByteArrayInputStream(new byte[1]);
            }
        };
        BackgroundReader reader = new BackgroundReader(ticket);
        CompletableFuture<List<Integer>> counts = new CompletableFuture<>();
        try {
            reader.start(new Resources(Thread::new), () -> {
                try {
                    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
                    int first = reader.read(new byte[10], 0, 10, until);
                    counts.complete(List.of(first, reader.read(new byte[10], 0, 10, until)));
                } catch (IOException e) {
                    counts.completeExceptionally(e);
                }
            });
            assertThat(counts.get(20, TimeUnit.SECONDS)).containsExactly(1, 0);
        } finally {
            reader.close();
        }
    }
}
