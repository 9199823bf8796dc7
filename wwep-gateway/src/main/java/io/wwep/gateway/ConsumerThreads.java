package io.wwep.gateway;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs the consumers of watches. On Java 21 and later, each task has its own virtual thread. On earlier versions, tasks
 * share a pool of daemon threads, which has one thread and grows only while tasks are stuck. Thread-safe.
 */
final class ConsumerThreads implements Executor, AutoCloseable {

    private static final String NAME = "wwep-gateway-consumer-";
    private static final int MOST = 4;
    private static final long IDLE_SECONDS = 5;

    /** When tasks are waiting and none has started for this long, the pool adds a thread. */
    private static final long STUCK = TimeUnit.MILLISECONDS.toNanos(10);

    private final @Nullable ThreadFactory virtual;
    private final @Nullable Pool pool;

    /**
     * Creates the executor; starts no thread yet.
     *
     * @param supervisor checks whether the threads are stuck
     */
    ConsumerThreads(GatewayThread supervisor) {
        this.virtual = virtual();
        this.pool = virtual == null ? new Pool(supervisor) : null;
    }

    @Override
    public void execute(Runnable task) {
        if (virtual != null) {
            virtual.newThread(task).start();
        } else if (pool != null) {
            pool.execute(task);
        }
    }

    /** Shuts down the pool, if there is one: it rejects new tasks and finishes those it has. */
    @Override
    public void close() {
        if (pool != null) {
            pool.shutdown();
        }
    }

    /** Returns {@code Thread.ofVirtual().name(NAME, 1).factory()}, or null before Java 21. */
    private static @Nullable ThreadFactory virtual() {
        try {
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            builder = type.getMethod("name", String.class, long.class).invoke(builder, NAME, 1L);
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** A pool whose threads end when idle. */
    private static final class Pool extends ThreadPoolExecutor {

        private final GatewayThread supervisor;
        private final AtomicBoolean isWatched = new AtomicBoolean();
        private final Check check = new Check();
        private volatile long lastBegun = System.nanoTime();

        Pool(GatewayThread supervisor) {
            super(1, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, NAME + "pool");
                thread.setDaemon(true);
                return thread;
            });
            this.supervisor = supervisor;
            allowCoreThreadTimeOut(true);
        }

        @Override
        public void execute(Runnable task) {
            super.execute(task);
            if (!getQueue().isEmpty() && isWatched.compareAndSet(false, true)) {
                supervisor.tryExecute(() -> supervisor.schedule(check, System.nanoTime() + STUCK));
            }
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            lastBegun = System.nanoTime();
        }

        /** Adds a thread when tasks are waiting and all threads are stuck. Runs on the gateway's thread. */
        private final class Check extends GatewayThread.Timed {

            @Override
            long fire(long now) {
                if (getQueue().isEmpty()) {
                    setCorePoolSize(1);
                    isWatched.set(false);
                    if (getQueue().isEmpty() || !isWatched.compareAndSet(false, true)) {
                        return now + TimeUnit.DAYS.toNanos(1);
                    }
                }
                if (now - lastBegun > STUCK && getCorePoolSize() < MOST) {
                    setCorePoolSize(getCorePoolSize() + 1); // starts a thread
                }
                return now + STUCK;
            }
        }
    }
}
