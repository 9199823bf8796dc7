package io.wwep.server.redis;

import io.wwep.tls.WwepTls;
import java.time.Duration;

/**
 * What a store was opened with.
 *
 * @param tls for an address that is secure
 * @param replicas how many must confirm a write
 * @param timeout for anything that Redis is asked
 */
record RedisSettings(RedisAddress address, WwepTls tls, int replicas, Duration timeout) {

    private static final Duration MIN_FIRST_CONNECT = Duration.ofSeconds(5);

    int timeoutMillis() {
        return (int) timeout.toMillis();
    }

    /** Of each connection but the first, with a lookup by Sentinels and a handshake. */
    Duration connectTimeout() {
        return timeout.multipliedBy(2);
    }

    /** Of the first connection to a server: much is loaded and set up for it. */
    Duration firstConnectTimeout() {
        Duration longer = timeout.multipliedBy(10);
        return longer.compareTo(MIN_FIRST_CONNECT) < 0 ? MIN_FIRST_CONNECT : longer;
    }
}
