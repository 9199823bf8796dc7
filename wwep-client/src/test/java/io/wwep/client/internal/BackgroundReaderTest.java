package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
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
}
