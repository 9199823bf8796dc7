package io.wwep.gateway;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the consumers of watches: each on a virtual thread, from Java 21 on; before, on a few daemon threads. Of those there is one,
 * and more only while it is stuck.
 */
final class ConsumerThreads implements Executor, AutoCloseable {

    private static final String NAME = "wwep-gateway-consumer-";
    private static final int MOST = 4;
    private static final long IDLE_SECONDS = 5;

    /** A task that waits for this long needs another thread. */
    private static final long STUCK = TimeUnit.MILLISECONDS.toNanos(10);

    private final @Nullable ThreadFactory virtual;
    private final @Nullable Pool pool;

    ConsumerThreads() {
        this.virtual = virtual();
        this.pool = virtual == null ? new Pool() : null;
    }

    @Override
    public void execute(Runnable task) {
        if (virtual != null) {
            virtual.newThread(task).start();
        } else if (pool != null) {
            pool.execute(task);
        }
    }

    /** Accepts no more tasks on platform threads, and lets those that run end. */
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

    /** Threads that end when they have had nothing to do for a while. */
    private static final class Pool extends ThreadPoolExecutor {

        private volatile long lastBegun = System.nanoTime();

        Pool() {
            super(1, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new Tasks(), task -> {
                Thread thread = new Thread(task, NAME + "pool");
                thread.setDaemon(true);
                return thread;
            });
            ((Tasks) getQueue()).pool = this;
            setRejectedExecutionHandler((task, pool) -> {
                if (!pool.isShutdown()) {
                    pool.getQueue().add(task); // all threads are busy
                }
            });
            allowCoreThreadTimeOut(true);
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            lastBegun = System.nanoTime();
        }

        boolean isStuck() {
            return System.nanoTime() - lastBegun > STUCK;
        }
    }

    /** Refuses a task, so that the pool starts another thread, if those before it are stuck. */
    private static final class Tasks extends LinkedBlockingQueue<Runnable> {

        private static final long serialVersionUID = 1L;

        private transient @Nullable Pool pool;

        @Override
        public boolean offer(Runnable task) {
            Pool of = pool;
            return (of == null || isEmpty() || !of.isStuck()) && super.offer(task);
        }

        @Override
        public boolean add(Runnable task) {
            return super.offer(task);
        }
    }
}
