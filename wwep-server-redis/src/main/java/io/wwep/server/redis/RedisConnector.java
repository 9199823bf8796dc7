package io.wwep.server.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.wwep.tls.WwepTls;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;

/** Configures Lettuce so that a connection ends with its first failure and no command outlives its connection. */
final class RedisConnector {

    private static final int THREADS = 2;
    private static final int SHUTDOWN_SECONDS = 5;

    /** Probes a silent connection, which a firewall may have dropped. */
    private static final KeepAliveOptions KEEP_ALIVE = KeepAliveOptions.builder()
            .enable()
            .idle(Duration.ofSeconds(10))
            .interval(Duration.ofSeconds(2))
            .count(3)
            .build();

    private final RedisSettings settings;
    private final ClientResources resources;
    private final RedisClient client;
    private final Map<RedisChannelHandler<?, ?>, Consumer<StatefulRedisConnection<?, ?>>> onDisconnect =
            new ConcurrentHashMap<>();

    /** Does not connect yet. */
    RedisConnector(RedisSettings settings) {
        this.settings = settings;
        settings.address().servers().forEach(server -> {
            server.setTimeout(settings.firstConnectTimeout());
            server.getSentinels().forEach(sentinel -> sentinel.setTimeout(settings.firstConnectTimeout()));
        });
        resources = ClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .nettyCustomizer(new OurTls(settings.tls(), settings.firstConnectTimeout()))
                .build();
        client = RedisClient.create(resources);
        client.setOptions(options());
        client.addListener(new RedisConnectionStateListener() {

            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                Consumer<StatefulRedisConnection<?, ?>> listener = onDisconnect.remove(connection);
                if (listener != null && connection instanceof StatefulRedisConnection<?, ?> ended) {
                    listener.accept(ended);
                }
            }
        });
    }

    private ClientOptions options() {
        return ClientOptions.builder()
                // After a reconnect, Lettuce would repeat unanswered commands, and queue new ones meanwhile.
                .autoReconnect(false)
                // Time limits are set here for each command, and once for a whole batch.
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        // Connecting may take several attempts, some to Sentinels that are down.
                        .connectTimeout(settings.timeout().dividedBy(2))
                        .keepAlive(KEEP_ALIVE)
                        .build())
                .build();
    }

    /** Connects, and calls the listener when the connection ends. */
    CompletableFuture<StatefulRedisConnection<String, String>> connect(
            RedisURI server, Consumer<StatefulRedisConnection<?, ?>> disconnected) {
        try {
            return client.connectAsync(StringCodec.ASCII, server)
                    .toCompletableFuture()
                    .thenApply(connection -> {
                        if (connection instanceof RedisChannelHandler<?, ?> channel) {
                            onDisconnect.put(channel, disconnected);
                            if (!connection.isOpen()) {
                                onDisconnect.remove(channel);
                            }
                        }
                        return connection;
                    });
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Creates a client that discovers a cluster's nodes. */
    RedisClusterClient clusterClient() {
        RedisClusterClient cluster =
                RedisClusterClient.create(resources, settings.address().servers());
        cluster.setOptions(ClusterClientOptions.builder(options()).build());
        return cluster;
    }

    /** Closes all connections and ends all threads. */
    void close() {
        client.shutdown(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        resources.shutdown(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Replaces Lettuce's TLS by that of this SDK: trust from PEM, checked names, and failures with a remedy. */
    private record OurTls(WwepTls tls, Duration limit) implements NettyCustomizer {

        @Override
        public void afterChannelInitialized(Channel channel) {
            SslHandler theirs = channel.pipeline().get(SslHandler.class);
            if (theirs == null) {
                return;
            }
            SSLEngine engine =
                    tls.engine(theirs.engine().getPeerHost(), theirs.engine().getPeerPort(), limit, channel::isOpen);
            // Checking a certificate may take long, and must not delay other connections.
            SslHandler ours = new SslHandler(engine, false, ForkJoinPool.commonPool());
            ours.setHandshakeTimeoutMillis(limit.toMillis());
            channel.pipeline().replace(theirs, "tls", ours);
        }
    }
}
