package io.wwep.server.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * A Redis cluster. Lettuce learns which master serves which slot. This module opens the connections itself, because {@code
 * WAIT} and the server's clock apply to one connection, while Lettuce chooses a connection for each command.
 */
final class Cluster implements ServerNodes {

    private static final int LANES = 16;
    private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final RedisSettings settings;
    private final RedisConnector connector;
    private final RedisClusterClient client;
    private final Map<String, Node> nodes = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** The latest known nodes. */
    @GuardedBy("lock")
    private CompletableFuture<Void> refresh = CompletableFuture.completedFuture(null);

    @GuardedBy("lock")
    private long refreshed = System.nanoTime();

    @GuardedBy("lock")
    private boolean closed;

    private Cluster(RedisSettings settings, RedisConnector connector) {
        this.settings = settings;
        this.connector = connector;
        this.client = connector.clusterClient();
    }

    /** Discovers the nodes of the cluster. */
    static Cluster open(RedisSettings settings, RedisConnector connector) throws IOException {
        Cluster cluster = new Cluster(settings, connector);
        try {
            cluster.client.refreshPartitionsAsync().toCompletableFuture().join();
            return cluster;
        } catch (CompletionException e) {
            cluster.client.shutdown(0, 1, TimeUnit.SECONDS);
            throw Problems.of(settings.address(), e);
        }
    }

    @Override
    public Node of(DeviceId device) throws IOException {
        int slot = SlotHash.getSlot(Registers.key(device));
        RedisClusterNode master = client.getPartitions().getMasterBySlot(slot);
        if (master == null) {
            failed();
            throw new IOException("no node of the cluster serves slot " + slot + ", which has device " + device
                    + " (redis-cli cluster nodes)");
        }
        return node(master.getUri().getHost(), master.getUri().getPort());
    }

    @Override
    public int lane(DeviceId device) {
        return SlotHash.getSlot(Registers.key(device)) * LANES / SlotHash.SLOT_COUNT;
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public Node redirected(Redirect redirect) {
        if (!redirect.asking()) {
            failed();
        }
        return node(redirect.host(), redirect.port());
    }

    @Override
    public void failed() {
        lock.lock();
        try {
            if (closed || !refresh.isDone() || System.nanoTime() - refreshed < REFRESH_NANOS) {
                return;
            }
            refreshed = System.nanoTime();
            refresh = client.refreshPartitionsAsync().toCompletableFuture().handle((nothing, failure) -> {
                if (failure == null) {
                    closeForeign(client.getPartitions());
                }
                return null;
            });
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connections to servers that have left the cluster. */
    private void closeForeign(Partitions partitions) {
        Set<String> members = partitions.stream()
                .map(RedisClusterNode::getUri)
                .map(uri -> name(uri.getHost(), uri.getPort()))
                .collect(Collectors.toSet());
        nodes.forEach((name, node) -> {
            if (!members.contains(name) && nodes.remove(name, node)) {
                node.close();
            }
        });
    }

    private Node node(String host, int port) {
        RedisURI seed = settings.address().servers().get(0);
        return nodes.computeIfAbsent(
                name(host, port),
                name -> new Node(
                        RedisURI.builder(seed).withHost(host).withPort(port).build(), connector, settings));
    }

    private static String name(String host, int port) {
        return host + ":" + port;
    }

    @Override
    public void close() {
        CompletableFuture<Void> last;
        lock.lock();
        try {
            closed = true;
            last = refresh;
        } finally {
            lock.unlock();
        }
        // Connections that are not closed here would outlive the client.
        last.completeOnTimeout(null, settings.firstConnectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> null)
                .join();
        client.shutdown(0, 1, TimeUnit.SECONDS);
    }
}
