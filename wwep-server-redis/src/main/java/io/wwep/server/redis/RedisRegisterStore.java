package io.wwep.server.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.wwep.protocol.DeviceId;
import io.wwep.server.store.RegisterStore;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Registers in Redis, shared by several servers: each reads the others' writes. Works with Redis 5 or later or Valkey, as a
 * single server, a master monitored by Sentinels, or a cluster.
 *
 * <pre>{@code
 * try (RedisRegisterStore store = RedisRegisterStore.open(URI.create("redis://10.0.0.7:6379"));
 *         WwepServer server = WwepServer.create().plain(27708).store(store).start()) {
 *     // every server with this store has the same registers
 * }
 * }</pre>
 *
 * <p>The registers of a device are a hash, {@code wwep:0FAC}, in which register {@code 0B} has the value
 * {@code 1234}: all are hexadecimal digits in upper case.
 *
 * <p><b>What {@code A} means.</b> When {@link #force()} has returned, Redis has this thread's writes, and so do as many
 * replicas as {@link RedisRegisterStoreBuilder#replicas} requires. How long Redis keeps them depends on its configuration:
 * with {@code appendonly yes} and {@code appendfsync always} they are on disk by then; with Redis' defaults, a crash can
 * lose minutes of writes. A failover can lose the last second of acknowledged writes, unless replicas confirm writes.
 *
 * <p><b>What {@code X} means.</b> When {@link #force()} throws, some of the values that this thread wrote or read may not be
 * in Redis. They may be stored nevertheless, if only the reply was lost or too few replicas confirmed. But a write that is
 * not stored by then never will be: nothing is sent twice, and each write carries a deadline by Redis' own clock, 500 ms
 * after it was sent. A Redis that stalled, or was cut off by the network, refuses it when it resumes. This holds as long as
 * that clock is not set back meanwhile. Writes to one device that are sent together are stored together or not at all.
 *
 * <p>While Redis cannot be reached, reads and writes fail, each within about a second; the first one afterwards reconnects.
 * After a failover, the store asks the Sentinels or the cluster for the new master.
 *
 * <p>Thread-safe, and unaffected by interrupts. Writes made while a reply is pending are sent together, and so are all
 * writes of a thread since its last {@link #force()}. Other servers see a write once it was forced; threads of this server
 * see it at once.
 */
public final class RedisRegisterStore implements RegisterStore, Closeable {

    private static final int MAX_REDIRECTS = 5;

    /** After this many writes of one thread, those that Redis has stored are dropped. */
    private static final int MAX_SETTLED = 4_096;

    private final RedisAddress address;
    private final RedisConnector connector;
    private final ServerNodes servers;
    private final List<WriteLane> lanes;

    /**
     * The writes of each thread since it last called {@link #force()}, and the pending writes that it has read. Each set is
     * used by its thread only.
     */
    private final Map<Thread, Set<DeviceWrites>> unforced = Collections.synchronizedMap(new WeakHashMap<>());

    private final AtomicBoolean closed = new AtomicBoolean();

    private RedisRegisterStore(RedisAddress address, RedisConnector connector, ServerNodes servers) {
        this.address = address;
        this.connector = connector;
        this.servers = servers;
        WriteSender sender = new WriteSender(address, servers);
        this.lanes = IntStream.range(0, servers.lanes())
                .mapToObj(lane -> new WriteLane(sender::send))
                .toList();
    }

    /**
     * Opens the registers in a Redis, with default settings.
     *
     * @param server as for {@link #at}
     * @return the store
     * @throws IllegalArgumentException if the address has another form
     * @throws IOException if Redis cannot be reached there, or does not accept this user
     */
    public static RedisRegisterStore open(URI server) throws IOException {
        return at(server).open();
    }

    /**
     * Starts from the address of a Redis, in one of these forms:
     *
     * <ul>
     *   <li>{@code redis://HOST:PORT}: a server
     * <li>{@code redis-sentinel://HOST:PORT,HOST:PORT#MASTER}: the master of this name, as monitored by the Sentinels at
     * these addresses; after a failover the new master
     * <li>{@code redis-cluster://HOST:PORT,HOST:PORT}: a cluster; the store discovers the other nodes from these
     * </ul>
     *
     * <p>With {@code rediss} instead of {@code redis}, all connections use TLS. {@code USER:PASSWORD@} before the hosts logs
     * in an ACL user, and {@code :PASSWORD@} the default user; encode characters such as {@code @} and {@code /} as {@code
     * %40} and {@code %2F}. Sentinels get no password. {@code /N} after the last port chooses a database other than 0,
     * except in a cluster.
     *
     * @param server the address
     * @return the settings; {@link RedisRegisterStoreBuilder#open} creates the store
     * @throws IllegalArgumentException if the address has another form
     */
    public static RedisRegisterStoreBuilder at(URI server) {
        return new RedisRegisterStoreBuilder(server);
    }

    static RedisRegisterStore open(RedisSettings settings) throws IOException {
        RedisAddress address = settings.address();
        RedisConnector connector = new RedisConnector(settings);
        ServerNodes servers = null;
        boolean done = false;
        try {
            servers = address.kind() == RedisAddress.Kind.CLUSTER
                    ? Cluster.open(settings, connector)
                    : new SingleServer(new Node(address.servers().get(0), connector, settings));
            RedisRegisterStore store = new RedisRegisterStore(address, connector, servers);
            // Fail here on a wrong address, instead of answering X to each request.
            store.read(DeviceId.of(0), 0);
            done = true;
            return store;
        } finally {
            if (!done) {
                if (servers != null) {
                    servers.close();
                }
                connector.close();
            }
        }
    }

    @Override
    public OptionalInt read(DeviceId device, int register) throws IOException {
        Objects.requireNonNull(device, "device");
        RegisterStore.checkRegister(register);
        checkOpen();
        WriteLane.Pending pending = lane(device).pending(device, register);
        if (pending != null) {
            Integer value = pending.value();
            if (value != null) {
                // The reply with this value waits until Redis has it.
                concerns(pending.writes());
                return OptionalInt.of(value);
            }
            // Another server may have written since it was sent, so ask Redis.
            pending.writes().done().exceptionally(failure -> null).join();
        }
        String text = readFromRedis(device, Registers.key(device), Registers.field(register));
        if (text == null) {
            return OptionalInt.empty();
        }
        OptionalInt value = Registers.value(text);
        if (value.isEmpty()) {
            throw new IOException(address.text() + " has '" + text + "' as " + Registers.field(register) + " of "
                    + Registers.key(device) + ", which is not a register value: was it written by another program?");
        }
        return value;
    }

    private @Nullable String readFromRedis(DeviceId device, String key, String field) throws IOException {
        try {
            Node server = servers.of(device);
            boolean asking = false;
            for (int redirects = 0; ; redirects++) {
                try {
                    boolean ask = asking;
                    return server.with(connection -> connection.read(key, field, ask))
                            .join();
                } catch (CompletionException e) {
                    Redirect redirect = Problems.cause(e) instanceof RedisCommandExecutionException refusal
                            ? Redirect.of(refusal)
                            : null;
                    if (redirect == null || redirects == MAX_REDIRECTS) {
                        servers.failed();
                        throw Problems.of(address, e);
                    }
                    server = servers.redirected(redirect);
                    asking = redirect.asking();
                }
            }
        } catch (IOException e) {
            throw e.getMessage() != null && e.getMessage().startsWith(address.text()) ? e : Problems.of(address, e);
        }
    }

    @Override
    public boolean write(DeviceId device, int register, int value) throws IOException {
        Objects.requireNonNull(device, "device");
        RegisterStore.checkRegister(register);
        RegisterStore.checkValue(value);
        checkOpen();
        concerns(lane(device).add(device, register, value));
        return true;
    }

    /**
     * Sends the calling thread's writes, and waits until Redis has stored them and the pending writes of others that this
     * thread has read. Returns at once if there are none.
     *
     * @throws IOException if some of them were not stored, or may not have been
     */
    @Override
    public void force() throws IOException {
        Set<DeviceWrites> concerned = unforced.remove(Thread.currentThread());
        if (concerned == null) {
            checkOpen();
            return;
        }
        concerned.forEach(writes -> lane(writes.device()).flush(writes));
        await(concerned);
    }

    /** Records that the calling thread must not report these values before Redis has them. */
    private void concerns(DeviceWrites writes) {
        Set<DeviceWrites> all = unforced.computeIfAbsent(Thread.currentThread(), thread -> new LinkedHashSet<>());
        if (all.add(writes) && all.size() % MAX_SETTLED == 0) {
            // This thread never calls force().
            all.removeIf(each -> each.done().isDone() && !each.done().isCompletedExceptionally());
        }
    }

    private static void await(Iterable<DeviceWrites> all) throws IOException {
        IOException failure = null;
        for (DeviceWrites writes : all) {
            try {
                writes.done().join();
            } catch (CompletionException e) {
                failure = new IOException(Problems.cause(e).getMessage(), Problems.cause(e));
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Stores the writes that were not forced yet, and closes the connections to Redis. Every later operation fails. Has no
     * effect when called again.
     *
     * @throws IOException if not all writes could be stored
     */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            List<DeviceWrites> rest = new ArrayList<>();
            lanes.forEach(lane -> rest.addAll(lane.flushAll()));
            await(rest);
        } finally {
            servers.close();
            connector.close();
        }
    }

    /** {@return the address of the registers, without a password} */
    @Override
    public String toString() {
        return address.text();
    }

    private WriteLane lane(DeviceId device) {
        return lanes.get(servers.lane(device));
    }

    private void checkOpen() throws IOException {
        if (closed.get()) {
            throw new IOException(
                    "the registers in " + address.text() + " are closed: end the server before its store");
        }
    }
}
