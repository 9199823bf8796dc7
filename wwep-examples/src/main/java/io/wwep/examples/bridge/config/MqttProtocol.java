package io.wwep.examples.bridge.config;

/** A version of MQTT. */
public enum MqttProtocol {
    /** MQTT 5. */
    V5,
    /** MQTT 3.1.1. */
    V3_1_1
}
