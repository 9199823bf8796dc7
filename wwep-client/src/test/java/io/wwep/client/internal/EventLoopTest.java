package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventLoopTest {

    @Test
    void anErrorInOneTaskAffectsNoOther() throws Exception {
        Resources resources = new Resources(Thread::new);
        EventLoop loop = resources.acquire();
        CountDownLatch ran = new CountDownLatch(1);
        loop.execute(() -> {
            throw new AssertionError("broken task");
        });
        loop.execute(ran::countDown);
        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        resources.release();
    }
}
