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
 * Registers in Redis, which several servers share: what one has written the others read. Redis 5 or later, or Valkey; a server, a
 * master that Sentinels watch, or a cluster.
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
 * <p><b>What {@code A} means.</b> When {@link #force()} has returned, Redis has what this thread wrote, and as many replicas have
 * it as {@link RedisRegisterStoreBuilder#replicas} says. How long Redis keeps it is its own setting:
 * with {@code appendonly yes} and {@code appendfsync always} it is on the disk by then; with Redis' own defaults, a crash can
 * lose minutes of writes. A failover can lose what was acknowledged in its last second, unless replicas confirm writes.
 *
 * <p><b>What {@code X} means.</b> When {@link #force()} throws, some of what this thread wrote or read may not be in Redis. It may
 * be there all the same, if only the reply was lost or too few replicas confirmed it. But a write that is not there by
 * then never will be: nothing is sent twice, and each write carries the time of Redis' own clock by which it must be executed, 500 ms
 * after it was sent. A Redis that stalled, or that a network cut off, refuses it when it continues. This holds as long as
 * that clock is not set back meanwhile. The writes to one device that are sent together are stored together or not at all.
 *
 * <p>While Redis cannot be reached, reads and writes fail, each within about a second; the first one after it is back
 * connects again. After a failover the Sentinels or the cluster are asked for the new master.
 *
 * <p>Safe for use by several threads at once, and not harmed by their interruption. What they write while a reply is
 * awaited is sent together, and so is all that one thread wrote since it last called {@link #force()}; other servers see a
 * write once it was forced, threads of this one at once.
 */
public final class RedisRegisterStore implements RegisterStore, Closeable {

    private static final int MAX_REDIRECTS = 5;

    /** Of one thread: then those that Redis has stored are dropped. */
    private static final int MAX_SETTLED = 4_096;

    private final RedisAddress address;
    private final RedisConnector connector;
    private final ServerNodes servers;
    private final List<WriteLane> lanes;

    /** What a thread wrote, or has read before Redis had it, since it forced the last time. Each set belongs to its thread. */
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
     * Opens the registers in a Redis, with the default settings.
     *
     * @param server as for {@link #at}
     * @return the store
     * @throws IllegalArgumentException if the address is of another form
     * @throws IOException if Redis cannot be reached there, or does not accept this user
     */
    public static RedisRegisterStore open(URI server) throws IOException {
        return at(server).open();
    }

    /**
     * Begins with the address of a Redis, one of:
     *
     * <ul>
     *   <li>{@code redis://HOST:PORT}: a server
     *   <li>{@code redis-sentinel://HOST:PORT,HOST:PORT#MASTER}: the master of this name, which the Sentinels at these addresses
     *       watch; after a failover the new one
     *   <li>{@code redis-cluster://HOST:PORT,HOST:PORT}: a cluster with these nodes, which know the others
     * </ul>
     *
     * <p>With {@code rediss} instead of {@code redis} all connections are over TLS. {@code USER:PASSWORD@} before the hosts
     * logs an ACL user in, and {@code :PASSWORD@} the default one; characters such as {@code @} and {@code /} in them are written
     * as {@code %40} and {@code %2F}. Sentinels get no password. {@code /N} behind the last port chooses a database other
     * than 0, but not in a cluster.
     *
     * @param server the address
     * @return the settings, of which {@link RedisRegisterStoreBuilder#open} makes a store
     * @throws IllegalArgumentException if the address is of another form
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
            // A wrong address fails here, not as an X to each request.
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
                // A reply with this value waits until Redis has it.
                concerns(pending.writes());
                return OptionalInt.of(value);
            }
            // Another server may have written since it was sent, so only Redis knows.
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
     * Sends what the calling thread wrote, and waits until Redis has stored that and what others wrote and this thread has read. If
     * there is nothing of that kind it returns at once.
     *
     * @throws IOException if some of that was not stored, or may not have been
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

    /** The calling thread may tell of these values only when Redis has them. */
    private void concerns(DeviceWrites writes) {
        Set<DeviceWrites> all = unforced.computeIfAbsent(Thread.currentThread(), thread -> new LinkedHashSet<>());
        if (all.add(writes) && all.size() % MAX_SETTLED == 0) {
            // Of a thread that never forces.
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
     * Stores what was written and not forced yet, and ends the connections to Redis; what is asked for from now on fails. Closing a closed
     * store does nothing.
     *
     * @throws IOException if not everything could be stored
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

    /** {@return where the registers are, without a password} */
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
