package io.wwep.examples.bridge;

import com.google.gson.JsonPrimitive;
import io.wwep.examples.bridge.config.PayloadFormat;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.OutboxException;
import io.wwep.gateway.OutboxWrite;
import io.wwep.gateway.Quality;
import io.wwep.gateway.Reading;
import io.wwep.gateway.Watch;
import io.wwep.gateway.WatchBuilder;
import io.wwep.gateway.register.ProfileEntry;
import io.wwep.gateway.register.Register;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A register of a device, with its topics.
 *
 * @param <T> the type of its values
 */
final class BridgedRegister<T> {

    private static final Duration DEFAULT_VALID_FOR = Duration.ofSeconds(60);

    private final GatewayDevice device;
    private final ProfileEntry<T> entry;
    private final PayloadFormat format;
    private final Topics topics;
    private final BrokerSession session;

    /** The quality last published; readings arrive one after another. */
    private @Nullable Quality published;

    BridgedRegister(
            GatewayDevice device, ProfileEntry<T> entry, PayloadFormat format, Topics topics, BrokerSession session) {
        this.device = device;
        this.entry = entry;
        this.format = format;
        this.topics = topics;
        this.session = session;
    }

    GatewayDevice device() {
        return device;
    }

    Register<T> register() {
        return entry.register();
    }

    boolean isWritable() {
        return entry.isWritable();
    }

    String name() {
        return register().name();
    }

    String setTopic() {
        return topics.set(device.name(), name());
    }

    String resultTopic() {
        return topics.result(device.name(), name());
    }

    Duration validFor() {
        return entry.validFor() == null ? DEFAULT_VALID_FOR : entry.validFor();
    }

    /** Starts to publish the register. */
    Watch<T> watch() {
        WatchBuilder<T> watch = device.watch(register());
        if (entry.every() != null) {
            watch.every(entry.every());
        }
        if (entry.deadband() != null) {
            watch.deadband(entry.deadband());
        }
        return watch.start(this::publish);
    }

    /** Publishes only good values: a stale one must not look like one that was just read. */
    private void publish(Reading<T> reading) {
        T value = reading.value();
        String topic = topics.value(device.name(), name());
        if (reading.isGood() && value != null) {
            session.put(Message.retained(topic, Payloads.value(format, register(), value, reading)));
        } else {
            session.remove(topic);
        }
        if (reading.quality() != published) {
            published = reading.quality();
            session.put(Message.retained(
                    topics.quality(device.name(), name()), reading.quality().name()));
        }
    }

    /**
     * Enqueues a value.
     *
     * @throws IllegalArgumentException if the text is not a value that the register can hold
     */
    Enqueued enqueue(String text, Duration validFor) throws OutboxException {
        T value = register().text().parse(text);
        OutboxWrite write = device.enqueue(register(), value, validFor);
        return new Enqueued(write, Payloads.json(register(), value));
    }

    /**
     * A command that the outbox has accepted.
     *
     * @param value the value as JSON
     */
    record Enqueued(OutboxWrite write, JsonPrimitive value) {}

    /** Returns whether a write is for all of this register's contents. */
    boolean isWrittenBy(OutboxWrite write) {
        return !register().isPartial()
                && device.endpoint().name().equals(write.endpoint())
                && device.id().equals(write.device())
                && register().number() == write.register()
                && register().count() == write.values().size();
    }

    /** Returns the value of a write as JSON. */
    JsonPrimitive json(OutboxWrite write) {
        int[] raw = write.values().stream().mapToInt(Integer::intValue).toArray();
        return Payloads.json(register(), Objects.requireNonNull(register().decode(raw)));
    }
}
