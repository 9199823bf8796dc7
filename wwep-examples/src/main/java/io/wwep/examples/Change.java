package io.wwep.examples;

import io.wwep.gateway.Reading;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.WwepException;
import org.jspecify.annotations.Nullable;

/** What a watch reported of a register. */
record Change(Register<?> register, Reading<?> reading) {

    /** Returns the number of the register, as on the wire. */
    String number() {
        return String.format("%02X", register.number());
    }

    /** Returns the value as text; a dash if there is none. */
    String value() {
        @Nullable Object value = reading.value();
        return value == null ? "-" : value.toString();
    }

    /** Returns why the quality is what it is; empty if it needs no reason. */
    String cause(MessageRewriter messages) {
        @Nullable WwepException cause = reading.cause();
        return cause == null ? "" : messages.of(cause);
    }
}
