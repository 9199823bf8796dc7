package io.wwep.examples;

import io.wwep.gateway.Reading;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.WwepException;
import org.jspecify.annotations.Nullable;

/** A reading that a watch reported. */
record Change(Reading<?> reading) {

    /** Returns the register. */
    Register<?> register() {
        return reading.register();
    }

    /** Returns the number of the register, as on the wire. */
    String number() {
        return String.format("%02X", register().number());
    }

    /** Returns the value as text; a dash if there is none. */
    String value() {
        @Nullable Object value = reading.value();
        return value == null ? "-" : value.toString();
    }

    /** Returns the reason for the quality; empty if there is none. */
    String cause(MessageRewriter messages) {
        @Nullable WwepException cause = reading.cause();
        return cause == null ? "" : messages.of(cause);
    }
}
