package io.wwep.examples.bridge.config;

/** How values are published. */
public enum PayloadFormat {
    /** As text: {@code 23.4}, {@code ON}. */
    PLAIN,
    /** As a JSON object with the value, its unit, quality and time. */
    JSON
}
