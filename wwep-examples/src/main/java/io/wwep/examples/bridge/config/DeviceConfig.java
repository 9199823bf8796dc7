package io.wwep.examples.bridge.config;

import io.wwep.gateway.register.DeviceProfile;
import io.wwep.protocol.DeviceId;

/**
 * A device. Immutable and thread-safe.
 *
 * @param name its name in topics
 * @param endpoint the name of its endpoint
 * @param id its device id
 * @param profileName the name of its profile
 * @param profile its registers
 */
public record DeviceConfig(String name, String endpoint, DeviceId id, String profileName, DeviceProfile profile) {}
