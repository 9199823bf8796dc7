package io.wwep.examples.bridge;

import java.nio.charset.StandardCharsets;

/** A message to the broker. */
record Message(String topic, String payload, boolean isRetained) {

    static Message retained(String topic, String payload) {
        return new Message(topic, payload, true);
    }

    /** Returns a message that makes the broker forget the retained message of a topic. */
    static Message forgetting(String topic) {
        return new Message(topic, "", true);
    }

    static Message once(String topic, String payload) {
        return new Message(topic, payload, false);
    }

    /** Returns whether this is the value of a retained topic, rather than an event or the end of a topic. */
    boolean isValue() {
        return isRetained && !payload.isEmpty();
    }

    byte[] bytes() {
        return payload.getBytes(StandardCharsets.UTF_8);
    }
}
