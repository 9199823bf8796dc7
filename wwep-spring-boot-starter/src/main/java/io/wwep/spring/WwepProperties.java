package io.wwep.spring;

import io.wwep.client.ConnectionMode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the clients. A component that is null keeps the default of the client's builder.
 *
 * @param clients the clients by name
 */
// A misspelled property would be ignored otherwise.
@ConfigurationProperties(value = WwepProperties.PREFIX, ignoreUnknownFields = false)
record WwepProperties(@DefaultValue Map<String, Client> clients) {

    static final String PREFIX = "wwep";

    private static final Pattern SEPARATOR = Pattern.compile("[-_]");

    WwepProperties {
        Set<String> names = Set.copyOf(clients.keySet());
        clients = new LinkedHashMap<>(clients);
        clients.keySet().removeIf(name -> isShortened(name, names));
    }

    /**
     * Returns whether a name is another one without its separators. An environment variable has the name of a client in this
     * form, and Spring Boot takes both for the same property, but not for the same key.
     */
    private static boolean isShortened(String name, Set<String> names) {
        return names.stream()
                .anyMatch(other -> !other.equals(name)
                        && SEPARATOR.matcher(other).replaceAll("").equals(name));
    }

    /** Returns the full name of a property of a client. */
    static String nameOf(String client, String property) {
        return PREFIX + ".clients." + client + "." + property;
    }

    /**
     * A client, and the endpoint of the gateway with the same name.
     *
     * @param host the server's host name or IP address
     * @param port the server's port; default 27708, or 40508 with TLS
     * @param ssl TLS
     * @param mode how connections are used; default auto
     * @param deadline limits a whole exchange, including retries; default 10 s
     * @param lookupTimeout limits the lookup of the host's addresses; default 5 s
     * @param connectTimeout limits connecting to one address; default 2 s
     * @param handshakeTimeout limits the TLS handshake; default 5 s
     * @param replyTimeout limits the time from sending a request to its complete reply; default 2 s
     * @param fallbackAddress the IP address to connect to if the host's name cannot be looked up
     * @param localAddress the local address to connect from; default: chosen by the system
     * @param trafficClass the traffic class of the packets, 0 to 255; default: chosen by the system
     * @param keepAlive when TCP probes an idle connection
     * @param resendUnknownWrites whether a write whose connection broke without a reply is sent once more; default false
     * @param maxInFlight how many requests may be sent and not yet answered, 1 to 1024; default 1024
     * @param validateAfterIdle the idle time after which a connection is validated before it is used; default: never
     * @param reconnect how long to wait after a failed attempt to connect
     */
    record Client(
            @Nullable String host,
            @Nullable Integer port,
            @DefaultValue Ssl ssl,
            @Nullable ConnectionMode mode,
            @Nullable Duration deadline,
            @Nullable Duration lookupTimeout,
            @Nullable Duration connectTimeout,
            @Nullable Duration handshakeTimeout,
            @Nullable Duration replyTimeout,
            @Nullable String fallbackAddress,
            @Nullable InetAddress localAddress,
            @Nullable Integer trafficClass,
            @Nullable KeepAlive keepAlive,
            @Nullable Boolean resendUnknownWrites,
            @Nullable Integer maxInFlight,
            @Nullable Duration validateAfterIdle,
            @DefaultValue Reconnect reconnect) {}

    /**
     * TLS.
     *
     * @param enabled whether to use TLS; default: if there is a bundle. Without a bundle, the system's authorities are trusted
     * @param bundle the SSL bundle with what to trust, and optionally the client's identity
     * @param expectedName the name expected in the server's certificate; default: the host
     */
    record Ssl(
            @Nullable Boolean enabled,
            @Nullable String bundle,
            @Nullable String expectedName) {

        boolean isEnabled() {
            return enabled != null ? enabled : bundle != null;
        }
    }

    /**
     * TCP keep-alive.
     *
     * @param enabled whether TCP probes an idle connection
     * @param idle the idle time before the first probe, 1 s to 9 h
     * @param interval the time between probes, 1 s to 9 h
     * @param probes how many unanswered probes end the connection, 1 to 127
     */
    record KeepAlive(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("30s") Duration idle,
            @DefaultValue("10s") Duration interval,
            @DefaultValue("3") int probes) {}

    /**
     * What happens after a failed attempt to connect.
     *
     * @param firstDelay the delay after the first failure; doubles with each further one; default 100 ms
     * @param longestDelay the longest delay; default 10 s
     * @param await whether exchanges wait for the next attempt to connect, if it is within their deadline
     */
    record Reconnect(
            @Nullable Duration firstDelay, @Nullable Duration longestDelay, boolean await) {}
}
