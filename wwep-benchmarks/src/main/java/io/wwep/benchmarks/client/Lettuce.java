package io.wwep.benchmarks.client;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lettuce: based on Netty, one connection for all threads. */
public final class Lettuce implements ClientUnderTest {

    private static final String KEY = "0FAC0B";
    private static final String VALUE = "1234";

    private @Nullable RedisClient shared;

    @Override
    public String name() {
        return "Lettuce " + Versions.of("lettuce");
    }

    @Override
    public Wire wire() {
        return Wire.REDIS;
    }

    @Override
    public List<String> jars() {
        return List.of(
                "lettuce-core-", "netty-", "reactor-core-", "reactive-streams-", "redis-authx-core-", "slf4j-api-");
    }

    @Override
    public Optional<String> unsupportedReason(Work work, boolean tls) {
        if (work == Work.CONNECT) {
            return Optional.of("its connections are meant to be persistent");
        }
        return tls ? Optional.of("redis-server is run without TLS") : Optional.empty();
    }

    @Override
    public Session open(Target target) {
        RedisClient client = RedisClient.create(uri(target));
        return new OpenClient(client, client.connect());
    }

    /** Shares one client, as its documentation recommends; it is never closed. */
    @Override
    public List<Session> openMany(Target target, int count) {
        RedisClient all = shared;
        if (all == null) {
            all = RedisClient.create(uri(target));
            shared = all;
        }
        List<Session> sessions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sessions.add(new OpenClient(all, all.connect()));
        }
        return sessions;
    }

    /** Netty's buffers are not in a JVM buffer pool. */
    @Override
    public long directMemory() {
        return Math.max(0, PlatformDependent.usedDirectMemory());
    }

    private static RedisURI uri(Target target) {
        return RedisURI.builder().withHost(Target.HOST).withPort(target.port()).build();
    }

    private record OpenClient(RedisClient client, StatefulRedisConnection<String, String> connection)
            implements Session {

        @Override
        public int warmUpFactor() {
            return 4;
        }

        @Override
        public void exchange() throws IOException {
            verify(connection.sync().set(KEY, VALUE));
        }

        @Override
        public void exchangeAll(int count) throws Exception {
            List<RedisFuture<String>> replies = new ArrayList<>(count);
            connection.setAutoFlushCommands(false);
            for (int i = 0; i < count; i++) {
                replies.add(connection.async().set(KEY, VALUE));
            }
            connection.flushCommands();
            for (RedisFuture<String> reply : replies) {
                verify(reply.get(30, TimeUnit.SECONDS));
            }
        }

        @Override
        public CompletableFuture<String> exchangeAsync() {
            return connection.async().set(KEY, VALUE).toCompletableFuture();
        }

        @Override
        public void verify(Object reply) throws UnexpectedReplyException {
            if (!"OK".equals(reply)) {
                throw new UnexpectedReplyException(reply);
            }
        }

        @Override
        public void close() {
            connection.close();
            client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
        }
    }
}
