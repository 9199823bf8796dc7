package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The event loop of a client that is closed: first the signal is given, then the use of the loop is ended. */
class LoopUseTest {

    private final List<String> threads = new CopyOnWriteArrayList<>();
    private final Resources resources = new Resources((work, name) -> {
        threads.add(name);
        return new Thread(work, name);
    });
    private final Closing closing = new Closing();
    private final LoopUse use = new LoopUse(resources, closing);

    @Test
    void noLoopIsStartedOnceClosingHasBegun() throws Exception {
        closing.begin();

        assertThat(use.get()).isNull();
        assertThatThrownBy(use::current).isInstanceOf(IOException.class).hasMessage("the client is closed");
        assertThat(use.end()).isNull();
        assertThat(threads).isEmpty();
    }

    @Test
    void aLoopInUseServesTheClientUntilItsUseEnds() throws Exception {
        EventLoop loop = use.current();
        closing.begin();
        assertThat(use.get()).isSameAs(loop);
        assertThat(use.started()).isSameAs(loop);

        assertThat(use.end()).isSameAs(loop);

        assertThat(use.get()).isNull();
        assertThat(use.started()).isNull();
        assertThat(use.end()).isNull();
        resources.release();
    }
}
