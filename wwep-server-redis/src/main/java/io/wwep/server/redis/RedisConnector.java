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

/** Lettuce, set up so that a connection ends with its first failure and no command outlives its connection. */
final class RedisConnector {

    private static final int THREADS = 2;
    private static final int SHUTDOWN_SECONDS = 5;

    /** Of a connection that nothing is heard on: a firewall in between may have forgotten it. */
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

    /** Connects to nothing yet. */
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
                // A reconnected connection would repeat what was sent and not answered, and queue what comes meanwhile.
                .autoReconnect(false)
                // Commands have limits here, and each batch has one for all of them.
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        // Several may be needed, to Sentinels that are gone too.
                        .connectTimeout(settings.timeout().dividedBy(2))
                        .keepAlive(KEEP_ALIVE)
                        .build())
                .build();
    }

    /** Connects, and calls the listener when the connection has ended. */
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

    /** A client that learns which nodes a cluster has. */
    RedisClusterClient clusterClient() {
        RedisClusterClient cluster =
                RedisClusterClient.create(resources, settings.address().servers());
        cluster.setOptions(ClusterClientOptions.builder(options()).build());
        return cluster;
    }

    /** Ends all connections and threads. */
    void close() {
        client.shutdown(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        resources.shutdown(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Puts the TLS of this SDK in the place of Lettuce's: trust from PEM, checked names, and failures that say what to do. */
    private record OurTls(WwepTls tls, Duration limit) implements NettyCustomizer {

        @Override
        public void afterChannelInitialized(Channel channel) {
            SslHandler theirs = channel.pipeline().get(SslHandler.class);
            if (theirs == null) {
                return;
            }
            SSLEngine engine =
                    tls.engine(theirs.engine().getPeerHost(), theirs.engine().getPeerPort(), limit, channel::isOpen);
            // Checking a certificate may take long, and must not hold up other connections.
            SslHandler ours = new SslHandler(engine, false, ForkJoinPool.commonPool());
            ours.setHandshakeTimeoutMillis(limit.toMillis());
            channel.pipeline().replace(theirs, "tls", ours);
        }
    }
}
