package io.wwep.examples;

import io.wwep.gateway.Reading;
import io.wwep.protocol.DeviceId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Prints each change as a JSON object on its own line. */
final class JsonChanges implements ChangeView {

    private static final Pattern JSON_NUMBER = Pattern.compile("-?\\d.*");

    private final Screen screen;
    private final DeviceId device;
    private final MessageRewriter messages;

    JsonChanges(Screen screen, DeviceId device, MessageRewriter messages) {
        this.screen = screen;
        this.device = device;
        this.messages = messages;
    }

    @Override
    public void show(Change change) {
        Reading<?> reading = change.reading();
        screen.line(new JsonObject()
                .with("time", reading.time())
                .with("device", device)
                .with("register", change.number())
                .with("name", null)
                .with("type", change.register().type())
                .with("value", value(reading.value()))
                .with("previous", value(reading.previous()))
                .with("quality", reading.quality())
                .with("cause", reading.cause() == null ? null : change.cause(messages))
                .toString());
    }

    /** Returns a value for JSON, which has no NaN or infinity: those become strings. */
    private static @Nullable Object value(@Nullable Object value) {
        return value instanceof Number && !JSON_NUMBER.matcher(value.toString()).matches() ? value.toString() : value;
    }

    @Override
    public void close() {}
}
