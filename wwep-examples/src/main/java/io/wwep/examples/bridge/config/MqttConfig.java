package io.wwep.examples.bridge.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The broker, and how to use it. Immutable and thread-safe.
 *
 * @param host its name or address
 * @param port its port
 * @param isTls whether it is reached over TLS
 * @param protocol the version of MQTT
 * @param clientId the client id, 1 to 64 letters, digits, {@code -} and {@code _}
 * @param ca the authority that signed the broker's certificate; null for those that the system trusts
 * @param certificate the client's certificate, or null
 * @param key the certificate's key, or null
 * @param user the user, or null
 * @param password the user's password, or null
 * @param prefix the first levels of all topics, without a slash at either end
 * @param format how values are published
 * @param homeAssistant whether discovery messages for Home Assistant are published
 */
public record MqttConfig(
        String host,
        int port,
        boolean isTls,
        MqttProtocol protocol,
        String clientId,
        @Nullable Path ca,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable String user,
        @Nullable Password password,
        String prefix,
        PayloadFormat format,
        boolean homeAssistant) {

    /** Returns the broker's address, such as {@code mqtts://broker.lan:8883}. */
    public String address() {
        String address = host.contains(":") ? "[" + host + "]" : host;
        return (isTls ? "mqtts://" : "mqtt://") + address + ":" + port;
    }
}
