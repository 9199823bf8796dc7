package io.wwep.client;

import java.time.Duration;
import java.util.Objects;

/**
 * Settings of a client, for toolkits that build on it: {@link WwepClientBuilder#settings()}.
 *
 * @param host the server's name or IP address
 * @param port the server's port
 * @param mode how connections are used
 * @param deadline the limit of a whole exchange
 * @param replyTimeout the limit from sending a request to its complete reply
 * @param reconnect how long to wait after a failed attempt to connect
 */
public record WwepClientSettings(
        String host,
        int port,
        ConnectionMode mode,
        Duration deadline,
        Duration replyTimeout,
        ReconnectPolicy reconnect) {

    /**
     * Creates settings.
     *
     * @param host the server's name or IP address
     * @param port the server's port
     * @param mode how connections are used
     * @param deadline the limit of a whole exchange
     * @param replyTimeout the limit from sending a request to its complete reply
     * @param reconnect how long to wait after a failed attempt to connect
     */
    public WwepClientSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(replyTimeout, "replyTimeout");
        Objects.requireNonNull(reconnect, "reconnect");
    }

    /** {@return the server as messages name it, such as {@code localhost:27708} or {@code [::1]:27708}} */
    public String server() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
