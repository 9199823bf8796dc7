package io.wwep.server.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One Redis server, or the current master according to Sentinels. All threads share one connection, which is opened when
 * needed and dropped when broken. Never blocks.
 */
final class Node {

    private final RedisURI server;
    private final RedisConnector connector;
    private final RedisSettings settings;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable CompletableFuture<NodeConnection> current;

    private volatile boolean wasConnected;

    Node(RedisURI server, RedisConnector connector, RedisSettings settings) {
        this.server = server;
        this.connector = connector;
        this.settings = settings;
    }

    /**
     * Uses the connection, or a new one if there is none or the present one is closed.
     *
     * @param use must be safe to repeat: it runs again if the connection was closed
     */
    <T> CompletableFuture<T> with(Function<NodeConnection, CompletableFuture<T>> use) {
        CompletableFuture<NodeConnection> first = connection();
        boolean isNew = !first.isDone();
        return first.thenCompose(connection -> use.apply(connection).exceptionallyCompose(failure -> {
            if (Problems.cause(failure) instanceof RedisCommandExecutionException refusal) {
                if (Problems.isOfConnection(refusal)) {
                    drop(connection);
                }
                return CompletableFuture.failedFuture(refusal);
            }
            drop(connection);
            // Trying a stalled server again would only double the wait.
            boolean again = !isNew && !(Problems.cause(failure) instanceof TimeoutException);
            return again ? connection().thenCompose(use) : CompletableFuture.failedFuture(failure);
        }));
    }

    private CompletableFuture<NodeConnection> connection() {
        CompletableFuture<NodeConnection> opening = new CompletableFuture<>();
        lock.lock();
        try {
            if (current != null && !current.isCompletedExceptionally()) {
                return current;
            }
            current = opening;
        } finally {
            lock.unlock();
        }
        CompletionStage<StatefulRedisConnection<String, String>> connecting =
                connector.connect(server, this::disconnected);
        connecting.whenComplete((connected, failure) -> {
            if (failure != null) {
                opening.completeExceptionally(Problems.cause(failure));
            } else if (!opening.complete(new NodeConnection(connected, settings))) {
                CompletionStage<Void> ignored = connected.closeAsync(); // too late
            } else if (!connected.isOpen()) {
                disconnected(connected);
            } else {
                wasConnected = true;
            }
        });
        Duration limit = wasConnected ? settings.connectTimeout() : settings.firstConnectTimeout();
        return opening.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Closes a connection. The next use opens another. */
    void drop(NodeConnection connection) {
        forget(connection);
        connection.close();
    }

    private void disconnected(StatefulRedisConnection<?, ?> connection) {
        NodeConnection broken = opened();
        if (broken != null && broken.isOf(connection)) {
            forget(broken);
        }
    }

    private void forget(NodeConnection connection) {
        lock.lock();
        try {
            if (opened() == connection) {
                current = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable NodeConnection opened() {
        lock.lock();
        try {
            return current == null || current.isCompletedExceptionally() ? null : current.getNow(null);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        NodeConnection open = opened();
        if (open != null) {
            drop(open);
        }
    }
}
