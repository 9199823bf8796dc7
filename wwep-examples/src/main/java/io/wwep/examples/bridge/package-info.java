/**
 * The bridge between WWEP and MQTT: publishes registers, and writes what is published for them.
 *
 * <p>{@link io.wwep.examples.bridge.Bridge} connects a gateway with a broker. Whatever the broker sends is untrusted, and limited
 * in size, rate and number.
 */
@NullMarked
package io.wwep.examples.bridge;

import org.jspecify.annotations.NullMarked;
