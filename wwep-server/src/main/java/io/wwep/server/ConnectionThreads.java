package io.wwep.server;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Creates the threads that serve connections: virtual threads from Java 21 on, otherwise daemon threads. */
final class ConnectionThreads {

    private ConnectionThreads() {}

    /** Returns a factory of threads that do not keep the JVM running, named with the prefix and a number from 1. */
    static ThreadFactory named(String prefix) {
        ThreadFactory virtual = virtual(prefix);
        return virtual == null ? platform(prefix) : virtual;
    }

    /** Returns {@code Thread.ofVirtual().name(prefix, 1).factory()}, or null before Java 21. */
    private static @Nullable ThreadFactory virtual(String prefix) {
        try {
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            builder = type.getMethod("name", String.class, long.class).invoke(builder, prefix, 1L);
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static ThreadFactory platform(String prefix) {
        AtomicLong count = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
