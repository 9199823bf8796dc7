package io.wwep.server.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one Redis server. It never reconnects and sends nothing twice: a broken connection is dropped, and its
 * {@link Node} opens another.
 */
final class NodeConnection {

    /**
     * Stores the values of the devices (the keys), unless the server's clock shows that the deadline has passed. The
     * arguments of each device are preceded by their number. Returns the clock's time, and for each device 1 or the error.
     */
    private static final String SCRIPT = "local t=redis.call('TIME')"
            + " local now=t[1]*1000+math.floor(t[2]/1000)"
            + " if now>=tonumber(ARGV[1]) then return redis.error_reply('LATE it came too late') end"
            + " local replies={now}"
            + " local at=2"
            + " for i,key in ipairs(KEYS) do"
            + " local last=at+ARGV[at]"
            + " local reply=redis.pcall('HSET',key,unpack(ARGV,at+1,last))"
            + " replies[i+1]=type(reply)=='table' and reply.err or 1"
            + " at=last+1"
            + " end"
            + " return replies";

    /** Sends all devices in one script, except in a cluster, where all keys of a script must be in one slot. */
    private static final int MAX_DEVICES = 64;

    private static final StringCodec CODEC = StringCodec.ASCII;

    private final StatefulRedisConnection<String, String> connection;
    private final int replicas;
    private final int limitMillis;
    private final int devices;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile ServerClock clock = new ServerClock(0, System.nanoTime() - TimeUnit.DAYS.toNanos(1));

    NodeConnection(StatefulRedisConnection<String, String> connection, RedisSettings settings) {
        this.connection = connection;
        this.replicas = settings.replicas();
        this.limitMillis = settings.timeoutMillis();
        this.devices = settings.address().kind() == RedisAddress.Kind.CLUSTER ? 1 : MAX_DEVICES;
    }

    /** Returns this connection once the server's clock is known precisely enough. Fails if the connection is broken. */
    CompletableFuture<NodeConnection> withClock() {
        if (!clock.isOld()) {
            return CompletableFuture.completedFuture(this);
        }
        return connection
                .async()
                .time()
                .toCompletableFuture()
                .orTimeout(limitMillis, TimeUnit.MILLISECONDS)
                .thenApply(time -> {
                    long millis = Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
                    clock = new ServerClock(millis, System.nanoTime());
                    return this;
                });
    }

    boolean isOf(StatefulRedisConnection<?, ?> other) {
        return connection == other;
    }

    /** Fails all pending commands. Has no effect on a closed connection. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            CompletionStage<Void> ignored = connection.closeAsync();
        }
    }

    /** Reads a field of a hash; returns null if there is none. */
    CompletableFuture<@Nullable String> read(String key, String field, boolean asking) {
        AsyncCommand<String, String, String> read = new AsyncCommand<>(new Command<>(
                CommandType.HGET,
                new ValueOutput<>(CODEC),
                new CommandArgs<>(CODEC).addKey(key).add(field)));
        connection.dispatch(asking ? List.of(asking(), read) : List.of(read));
        return read.orTimeout(limitMillis, TimeUnit.MILLISECONDS);
    }

    /** Receives the outcomes of failed writes. */
    interface Outcomes {

        /** Redis refused these. */
        void refused(DeviceWrites writes, RedisCommandExecutionException why);

        /** The connection broke, or Redis did not answer in time. It can no longer execute them. */
        void unknown(List<DeviceWrites> writes, Throwable why);

        /** Redis stored these, but fewer replicas confirmed them than required. */
        void unconfirmed(DeviceWrites writes, IOException why);
    }

    /**
     * Sends writes together, and settles those that succeed. The server's clock must be known, see {@link #withClock}. The
     * returned future fails only with an unexpected error.
     */
    CompletableFuture<Void> write(List<DeviceWrites> all, boolean asking, Outcomes outcomes) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        String latest = String.valueOf(clock.millisAt(end));
        List<RedisCommand<String, String, ?>> commands = new ArrayList<>();
        List<Group> groups = new ArrayList<>();
        for (int from = 0; from < all.size(); from += devices) {
            Group group = Group.of(all.subList(from, Math.min(all.size(), from + devices)), latest);
            groups.add(group);
            if (asking) {
                commands.add(asking());
            }
            commands.add(group.reply);
        }
        AsyncCommand<String, String, Long> wait = replicas == 0 ? null : awaitReplicas();
        if (wait != null) {
            commands.add(wait);
        }
        connection.dispatch(commands);
        return CompletableFuture.allOf(groups.stream().map(Group::reply).toArray(CompletableFuture[]::new))
                .orTimeout(limitMillis, TimeUnit.MILLISECONDS)
                .handle((nothing, failure) -> settle(groups, end, outcomes))
                .thenCompose(stored -> {
                    if (wait != null) {
                        return confirm(stored, wait, outcomes);
                    }
                    stored.forEach(DeviceWrites::succeed);
                    return CompletableFuture.completedFuture(null);
                });
    }

    /** The writes of one script. */
    private record Group(List<DeviceWrites> writes, AsyncCommand<String, String, List<Object>> reply) {

        static Group of(List<DeviceWrites> all, String latest) {
            CommandArgs<String, String> arguments =
                    new CommandArgs<>(CODEC).add(SCRIPT).add(all.size());
            all.forEach(writes -> arguments.addKey(Registers.key(writes.device())));
            arguments.add(latest);
            for (DeviceWrites writes : all) {
                arguments.add(2L * writes.values().size());
                for (Map.Entry<Integer, Integer> each : writes.values().entrySet()) {
                    arguments.add(Registers.field(each.getKey())).add(Registers.text(each.getValue()));
                }
            }
            return new Group(
                    all, new AsyncCommand<>(new Command<>(CommandType.EVAL, new ArrayOutput<>(CODEC), arguments)));
        }
    }

    private AsyncCommand<String, String, Long> awaitReplicas() {
        return new AsyncCommand<>(new Command<>(
                CommandType.WAIT,
                new IntegerOutput<>(CODEC),
                new CommandArgs<>(CODEC).add(replicas).add(limitMillis)));
    }

    private static AsyncCommand<String, String, String> asking() {
        return new AsyncCommand<>(
                new Command<>(CommandType.ASKING, new StatusOutput<>(CODEC), new CommandArgs<>(CODEC)));
    }

    /** Settles the writes that were not stored, and returns the others. */
    private List<DeviceWrites> settle(List<Group> groups, long end, Outcomes outcomes) {
        List<DeviceWrites> stored = new ArrayList<>();
        List<DeviceWrites> unknown = new ArrayList<>();
        Throwable why = null;
        for (Group group : groups) {
            // A command that was not sent yet is withdrawn.
            group.reply.cancel(false);
            try {
                List<Object> replies = group.reply.join();
                clock = new ServerClock((Long) replies.get(0), System.nanoTime());
                for (int i = 0; i < group.writes.size(); i++) {
                    if (replies.get(i + 1) instanceof String refusal) {
                        outcomes.refused(group.writes.get(i), new RedisCommandExecutionException(refusal));
                    } else {
                        stored.add(group.writes.get(i));
                    }
                }
            } catch (CompletionException | CancellationException e) {
                Throwable cause = Problems.cause(e);
                if (cause instanceof RedisCommandExecutionException refusal) {
                    group.writes.forEach(writes -> outcomes.refused(writes, refusal));
                } else {
                    unknown.addAll(group.writes);
                    why = cause;
                }
            }
        }
        if (why != null) {
            Throwable cause = why;
            close();
            after(end).execute(() -> outcomes.unknown(unknown, cause));
        }
        return stored;
    }

    /**
     * Runs tasks at this {@link System#nanoTime()}. Until then, a Redis that stalls or was cut off could still execute what
     * it received.
     */
    private static Executor after(long end) {
        long left = Math.max(0, end - System.nanoTime());
        return CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS);
    }

    private CompletableFuture<Void> confirm(
            List<DeviceWrites> stored, AsyncCommand<String, String, Long> wait, Outcomes outcomes) {
        return wait.orTimeout(2L * limitMillis, TimeUnit.MILLISECONDS).handle((count, failure) -> {
            if (failure == null && count >= replicas) {
                stored.forEach(DeviceWrites::succeed);
                return null;
            }
            IOException why = failure == null
                    ? new IOException("only " + count + " of " + replicas + " replicas confirmed it within "
                            + limitMillis + " ms")
                    : new IOException("the replicas did not confirm it: " + failure.getMessage(), failure);
            if (failure != null) {
                close();
            }
            stored.forEach(writes -> outcomes.unconfirmed(writes, why));
            return null;
        });
    }
}
