package io.wwep.server.redis;

import io.wwep.protocol.DeviceId;
import io.wwep.server.store.RegisterStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Registers in Redis, which several servers share: what one has written the others read.
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
 * <p><b>What lasts.</b> A write has returned when Redis has it. How long Redis keeps it is its own setting:
 * with {@code appendonly yes} and {@code appendfsync always} it is on the disk by then; as Redis is set up by
 * itself, its crash can take minutes of writes back, and the loss of a master those that its replicas did not have yet.
 *
 * <p>While Redis cannot be reached reads and writes fail, each within about a second; the first one after it is
 * back reconnects. Nothing is sent twice. A write that has failed may have been
 * done, or be done yet, by a Redis that was only slow.
 *
 * <p>Safe for use by several threads at once. They share one connection: what they ask for while an answer is
 * awaited is sent together.
 */
public final class RedisRegisterStore implements RegisterStore, Closeable {

    private static final int LIMIT_MILLIS = 500;
    private static final int MAX_TOGETHER = 1_000;

    /** A connection that was silent for longer is tried first: Redis, or what is between, may have ended it. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern VALUE = Pattern.compile("[0-9A-Fa-f]{4}");

    private final HostAndPort server;
    private final JedisClientConfig config;

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Call<?>> queue = new ArrayDeque<>();
    private boolean isLed;
    private boolean closed;

    /** For whoever leads. */
    private @Nullable Connection connection;

    private long lastUse;

    private RedisRegisterStore(URI uri) {
        this.server = JedisURIHelper.getHostAndPort(uri);
        this.config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(LIMIT_MILLIS)
                .socketTimeoutMillis(LIMIT_MILLIS)
                .user(JedisURIHelper.getUser(uri))
                .password(JedisURIHelper.getPassword(uri))
                .database(JedisURIHelper.getDBIndex(uri))
                .build();
    }

    /**
     * Opens the registers in a Redis.
     *
     * @param server {@code redis://HOST:PORT}, with {@code USER:PASSWORD@} before the host if Redis asks for them and
     *     {@code /N} behind the port for a database other than 0
     * @return the store
     * @throws IllegalArgumentException if the address is of another form
     * @throws IOException if Redis does not answer there, or not to this user
     */
    public static RedisRegisterStore open(URI server) throws IOException {
        Objects.requireNonNull(server, "server");
        if (!"redis".equals(server.getScheme()) || server.getHost() == null || server.getPort() < 1) {
            throw new IllegalArgumentException("'" + server
                    + "' is not the address of a Redis server: give redis://HOST:PORT, such as redis://localhost:6379");
        }
        RedisRegisterStore store = new RedisRegisterStore(server);
        // A wrong address fails here, not as an X to each request.
        store.read(DeviceId.of(0), 0);
        return store;
    }

    @Override
    public OptionalInt read(DeviceId device, int register) throws IOException {
        Objects.requireNonNull(device, "device");
        RegisterStore.checkRegister(register);
        String key = key(device);
        String field = field(register);
        String value = call(pipeline -> pipeline.hget(key, field));
        if (value == null) {
            return OptionalInt.empty();
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IOException("Redis at " + server + " has '" + value + "' as " + field + " of " + key
                    + ", which is not a register value: was it written by another program?");
        }
        return OptionalInt.of(Integer.parseInt(value, 16));
    }

    @Override
    public boolean write(DeviceId device, int register, int value) throws IOException {
        Objects.requireNonNull(device, "device");
        RegisterStore.checkRegister(register);
        RegisterStore.checkValue(value);
        String text = HEX.toHexDigits((short) value);
        call(pipeline -> pipeline.hset(key(device), field(register), text));
        return true;
    }

    /** Ends the connection to Redis; what is asked for from now on fails. Closing a closed store does nothing. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (!isLed) {
                disconnect();
            }
        } finally {
            lock.unlock();
        }
    }

    private static String key(DeviceId device) {
        return "wwep:" + device;
    }

    private static String field(int register) {
        return HEX.toHexDigits((byte) register);
    }

    private <T> @Nullable T call(Function<Pipeline, Response<T>> command) throws IOException {
        Call<T> call = new Call<>(command, lock.newCondition());
        List<Call<?>> together = new ArrayList<>();
        lock.lock();
        try {
            if (closed) {
                throw new IOException(
                        "the registers in Redis at " + server + " are closed: end the server before its" + " store");
            }
            queue.add(call);
            while (isLed && !call.isDone) {
                call.turn.await();
            }
            if (call.isDone) {
                return call.outcome(server);
            }
            isLed = true;
            while (together.size() < MAX_TOGETHER && !queue.isEmpty()) {
                together.add(queue.remove());
            }
        } catch (InterruptedException e) {
            queue.remove(call);
            signalNext();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while Redis at " + server + " was asked");
        } finally {
            lock.unlock();
        }
        RuntimeException failure = exchange(together);
        lock.lock();
        try {
            if (failure != null) {
                // Who came meanwhile would wait as long for the same.
                together.addAll(queue);
                queue.clear();
            }
            together.forEach(done -> done.end(failure));
            isLed = false;
            signalNext();
            if (closed) {
                disconnect();
            }
            return call.outcome(server);
        } finally {
            lock.unlock();
        }
    }

    /** Lets the oldest call that waits lead, if none does. */
    private void signalNext() {
        Call<?> next = queue.peek();
        if (!isLed && next != null) {
            next.turn.signal();
        }
    }

    /** Sends all, then reads all the answers. */
    private @Nullable RuntimeException exchange(List<Call<?>> calls) {
        try {
            Pipeline pipeline = new Pipeline(connected());
            calls.forEach(call -> call.addTo(pipeline));
            pipeline.sync();
            lastUse = System.nanoTime();
            return null;
        } catch (RuntimeException e) {
            disconnect();
            return e;
        }
    }

    private Connection connected() {
        Connection open = connection;
        if (open != null && System.nanoTime() - lastUse > IDLE_NANOS) {
            try {
                open.ping();
                return open;
            } catch (JedisException e) {
                disconnect();
                open = null;
            }
        }
        if (open == null) {
            open = new Connection(server, config);
            connection = open;
        }
        return open;
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (JedisException e) {
                // It was broken already.
            }
        }
    }

    /** Something that is asked of Redis. */
    private static final class Call<T> {

        private final Function<Pipeline, Response<T>> command;
        private final Condition turn;
        private @Nullable Response<T> response;
        private @Nullable RuntimeException failure;
        private boolean isDone;

        Call(Function<Pipeline, Response<T>> command, Condition turn) {
            this.command = command;
            this.turn = turn;
        }

        void addTo(Pipeline pipeline) {
            response = command.apply(pipeline);
        }

        void end(@Nullable RuntimeException cause) {
            failure = cause;
            isDone = true;
            turn.signal();
        }

        @Nullable
        T outcome(HostAndPort server) throws IOException {
            RuntimeException cause = failure;
            if (cause == null && response != null) {
                try {
                    return response.get();
                } catch (JedisException e) {
                    cause = e; // Redis has refused this one alone
                }
            }
            throw new IOException(
                    "Redis at " + server + " has not done it: "
                            + (cause == null
                                    ? ""
                                    : String.valueOf(cause.getMessage()).replaceFirst("\\.$", ""))
                            + "; is it running, and does it take this user?",
                    cause);
        }
    }
}
