package io.wwep.server.redis;

import io.wwep.tls.WwepTls;
import java.time.Duration;

/**
 * The settings that a store was opened with.
 *
 * @param tls applies to TLS addresses
 * @param replicas how many must confirm a write
 * @param timeout limits each request to Redis
 */
record RedisSettings(RedisAddress address, WwepTls tls, int replicas, Duration timeout) {

    private static final Duration MIN_FIRST_CONNECT = Duration.ofSeconds(5);

    int timeoutMillis() {
        return (int) timeout.toMillis();
    }

    /** The limit for opening each later connection, including a lookup by Sentinels and a handshake. */
    Duration connectTimeout() {
        return timeout.multipliedBy(2);
    }

    /** The limit for the first connection to a server, which loads and sets up much code. */
    Duration firstConnectTimeout() {
        Duration longer = timeout.multipliedBy(10);
        return longer.compareTo(MIN_FIRST_CONNECT) < 0 ? MIN_FIRST_CONNECT : longer;
    }
}
