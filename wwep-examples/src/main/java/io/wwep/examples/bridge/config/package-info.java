/** Reads {@code gateway.yaml}, the configuration of the bridge between WWEP and MQTT. */
@NullMarked
package io.wwep.examples.bridge.config;

import org.jspecify.annotations.NullMarked;
