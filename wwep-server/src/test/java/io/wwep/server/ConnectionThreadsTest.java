package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class ConnectionThreadsTest {

    @Test
    void threadsAreVirtualWhereTheJdkHasThemAndDaemonsInAnyCase() throws Exception {
        Thread thread = ConnectionThreads.named("wwep-").newThread(() -> {});
        boolean virtual = Runtime.version().feature() >= 21
                && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
        assertThat(virtual).isEqualTo(Runtime.version().feature() >= 21);
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void threadsAreNumberedFrom1() {
        ThreadFactory threads = ConnectionThreads.named("wwep-");
        assertThat(threads.newThread(() -> {}).getName()).isEqualTo("wwep-1");
        assertThat(threads.newThread(() -> {}).getName()).isEqualTo("wwep-2");
    }
}
