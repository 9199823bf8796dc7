package io.wwep.examples.bridge;

import com.google.gson.JsonPrimitive;
import io.wwep.examples.bridge.BridgedRegister.Enqueued;
import io.wwep.gateway.OutboxException;
import io.wwep.gateway.OutboxListener;
import io.wwep.gateway.OutboxWrite;
import io.wwep.gateway.register.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out commands: enqueues their values in the outbox, which may wait for the disk, and publishes what became of them. Commands
 * and the outbox's events are handled by one thread, one after another, so that no event overtakes its command.
 */
final class Commands implements OutboxListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.bridge");

    /** Limits how many commands wait for the disk. */
    static final int MAX_WAITING = 200;

    private static final long CLOSE_MILLIS = 500;

    /** Limits how many commands wait for the server; the outbox has a limit too. */
    private static final int MAX_PENDING = 20_000;

    private record Pending(BridgedRegister<?> register, JsonPrimitive value) {}

    private final Map<String, BridgedRegister<?>> registers = new ConcurrentHashMap<>();
    private final BrokerSession session;
    private final LimitedLog log;
    private final BridgeMeters meters;
    private final CommandRate rate = new CommandRate(System::nanoTime);
    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "wwep-bridge-commands");
        made.setDaemon(true);
        return made;
    });

    /** By the sequence of the write. Confined to the thread. */
    private final Map<Long, Pending> pending = new LinkedHashMap<>();

    Commands(BrokerSession session, LimitedLog log, BridgeMeters meters) {
        this.session = session;
        this.log = log;
        this.meters = meters;
    }

    // ---- on any thread; does not block ----

    /** Adds a register, before commands for it are received. */
    void add(BridgedRegister<?> register) {
        registers.put(register.setTopic(), register);
    }

    /** Accepts a command, or ignores it with a line in the log. */
    void received(Received message) {
        BridgedRegister<?> register = registers.get(message.topic());
        if (register == null) {
            meters.ignored();
            log.warn(
                    LimitedLog.Kind.UNKNOWN_TOPIC,
                    "ignored a message to " + Printable.of(message.topic())
                            + ": the configuration has no such device or register");
        } else if (message.isRetained()) {
            meters.ignored();
            log.warn(
                    LimitedLog.Kind.RETAINED_COMMAND,
                    "ignored a retained message to " + message.topic()
                            + ": it would be carried out again at each start; publish commands without the retain flag");
        } else if (!rate.tryAcquire() || waiting.get() >= MAX_WAITING) {
            meters.ignored();
            log.warn(
                    LimitedLog.Kind.TOO_MANY_COMMANDS,
                    "ignored a command to " + message.topic() + ": more than " + CommandRate.PER_SECOND
                            + " commands a second arrive");
        } else {
            waiting.incrementAndGet();
            run(() -> {
                waiting.decrementAndGet();
                handle(register, message);
            });
        }
    }

    @Override
    public void sent(OutboxWrite write) {
        run(() -> finish(write, CommandResult.ACCEPTED, null));
    }

    @Override
    public void refused(OutboxWrite write, String reason) {
        String said = reason.isEmpty() ? "" : ": " + Printable.of(reason);
        run(() -> finish(write, CommandResult.REFUSED, "the server refused the value" + said));
    }

    @Override
    public void expired(OutboxWrite write) {
        run(() -> finish(write, CommandResult.EXPIRED, "it could not be written in time"));
    }

    @Override
    public void superseded(OutboxWrite write, OutboxWrite by) {
        run(() -> finish(write, CommandResult.SUPERSEDED, "a newer value came before it was written"));
    }

    @Override
    public void dropped(OutboxWrite write) {
        run(() -> finish(write, CommandResult.REFUSED, "the outbox was full, and newer values replaced it"));
    }

    private void run(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("an internal error of the bridge", e);
                }
            });
        } catch (RejectedExecutionException e) {
            // The bridge is closed.
        }
    }

    /** Ends the thread after the command that it is carrying out. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    // ---- on the thread ----

    private void handle(BridgedRegister<?> register, Received message) {
        String text = text(message);
        JsonPrimitive given = text == null ? null : new JsonPrimitive(text);
        if (text == null) {
            report(register, null, CommandResult.INVALID, unreadable(message));
            return;
        }
        if (!register.isWritable()) {
            report(register, given, CommandResult.INVALID, register.name() + " is not writable in this configuration");
            return;
        }
        Duration validFor = validFor(register, message);
        if (validFor.toMillis() < 1) {
            report(register, given, CommandResult.EXPIRED, "it had expired when it arrived");
            return;
        }
        try {
            Enqueued enqueued = register.enqueue(text, validFor);
            pending.put(enqueued.write().sequence(), new Pending(register, enqueued.value()));
            if (pending.size() > MAX_PENDING) {
                pending.remove(pending.keySet().iterator().next());
            }
        } catch (IllegalArgumentException e) {
            report(register, given, CommandResult.INVALID, Printable.of(String.valueOf(e.getMessage())));
        } catch (OutboxException e) {
            LOG.warn("the outbox did not accept a command to {}: {}", register.setTopic(), e.getMessage());
            report(register, given, CommandResult.REFUSED, e.getMessage());
        } catch (IllegalStateException e) {
            report(register, given, CommandResult.REFUSED, "the bridge is being stopped");
        }
    }

    /** Returns the text of a command, or null if it is too long or not UTF-8. */
    private static @Nullable String text(Received message) {
        try {
            return message.isTooLong()
                    ? null
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(message.payload()))
                            .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String unreadable(Received message) {
        return message.isTooLong()
                ? "the command is longer than " + Received.MAX_COMMAND + " bytes: send a value of the register as text"
                : "the command is not UTF-8: send a value of the register as text";
    }

    /** The expiry of the message, less the time it has waited here, shortens the time of the configuration. */
    private static Duration validFor(BridgedRegister<?> register, Received message) {
        Duration configured = register.validFor();
        if (message.expirySeconds().isEmpty()) {
            return configured;
        }
        Duration left =
                Duration.ofSeconds(message.expirySeconds().getAsLong()).minusNanos(System.nanoTime() - message.nanos());
        return left.compareTo(configured) < 0 ? left : configured;
    }

    private void finish(OutboxWrite write, CommandResult result, @Nullable String cause) {
        Pending of = pending.remove(write.sequence());
        if (of == null) {
            finishEarlier(write, result, cause);
        } else {
            report(of.register(), of.value(), result, cause);
        }
    }

    /** Reports a write that the outbox kept from an earlier run of the bridge. */
    private void finishEarlier(OutboxWrite write, CommandResult result, @Nullable String cause) {
        List<BridgedRegister<?>> of = registers.values().stream()
                .filter(each -> each.isWrittenBy(write))
                .toList();
        if (of.size() != 1) {
            return;
        }
        try {
            report(of.get(0), of.get(0).json(write), result, cause);
        } catch (InvalidValueException e) {
            LOG.debug("the profile of {} has changed", of.get(0).setTopic(), e);
        }
    }

    private void report(
            BridgedRegister<?> register, @Nullable JsonPrimitive value, CommandResult result, @Nullable String cause) {
        meters.finished(result);
        session.add(Message.once(register.resultTopic(), Payloads.result(value, result, cause, Instant.now())));
    }
}
