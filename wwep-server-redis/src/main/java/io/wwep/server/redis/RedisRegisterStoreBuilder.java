package io.wwep.server.redis;

import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Configures a store in Redis; start with {@link RedisRegisterStore#at}. Not thread-safe.
 */
public final class RedisRegisterStoreBuilder {

    /** More replicas than any Redis is known to have. */
    private static final int MAX_REPLICAS = 100;

    private static final Duration MIN_TIMEOUT = Duration.ofMillis(10);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    private final RedisAddress address;
    private @Nullable WwepTls tls;
    private int replicas;
    private Duration timeout = Duration.ofMillis(500);

    RedisRegisterStoreBuilder(URI server) {
        this.address = RedisAddress.of(Objects.requireNonNull(server, "server"));
    }

    /**
     * Sets which servers to trust, and which certificate to present if Redis asks for one ({@code tls-auth-clients}).
     * Default: the system's authorities.
     *
     * <p>Unless configured to announce host names, Sentinels and clusters identify their servers by address. The
     * certificates must then contain those addresses, or {@link WwepTls#expectingName} must give a name that all of them
     * contain.
     *
     * @param trusted such as {@code WwepTls.trusting(caFile)}
     * @return this, for chaining
     * @throws IllegalStateException if the address is not a TLS address
     */
    public RedisRegisterStoreBuilder tls(WwepTls trusted) {
        this.tls = Objects.requireNonNull(trusted, "trusted");
        if (!address.isSecure()) {
            throw new IllegalStateException(
                    "the address of the Redis is one for plain TCP, so nothing would be encrypted: give rediss:// instead of"
                            + " redis://");
        }
        return this;
    }

    /**
     * Sets how many replicas must confirm a write ({@code WAIT}) before {@link RedisRegisterStore#force()} returns and the
     * server answers {@code A}. A write that fewer replicas confirm in time is answered {@code X}, although the master has
     * stored it.
     *
     * <p>With the default, 0, a failover can lose writes acknowledged in the master's last second, which no replica had
     * received. If at least all replicas but one must confirm, a failover to a replica that confirmed loses no acknowledged
     * write.
     *
     * @param replicas 0 to 100
     * @return this, for chaining
     * @throws IllegalArgumentException if the number is out of range
     */
    public RedisRegisterStoreBuilder replicas(int replicas) {
        if (replicas < 0 || replicas > MAX_REPLICAS) {
            throw new IllegalArgumentException(
                    replicas + " is out of range: the replicas that must confirm a write are 0 to " + MAX_REPLICAS);
        }
        this.replicas = replicas;
        return this;
    }

    /**
     * Sets how long Redis has to answer; the replicas then have the same time to confirm. A write that Redis has not
     * executed by then never will be. Default: 500 ms. Opening a connection may take twice as long, and the first one at
     * least 5 s.
     *
     * @param limit 10 ms to 1 minute
     * @return this, for chaining
     * @throws IllegalArgumentException if it is out of range
     */
    public RedisRegisterStoreBuilder timeout(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        if (limit.compareTo(MIN_TIMEOUT) < 0 || limit.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    limit + " is out of range: the time that Redis has for what it is asked is 10 ms to 1 minute");
        }
        this.timeout = limit;
        return this;
    }

    /**
     * Connects, and reads one register, so that a wrong address fails here and not as an {@code X} to each request.
     *
     * @return the store; it keeps its threads and connections until it is closed
     * @throws IOException if Redis cannot be reached, is not trusted, rejects the user, or is of another kind than the
     * address says; the message says which, and what to do
     */
    public RedisRegisterStore open() throws IOException {
        return RedisRegisterStore.open(
                new RedisSettings(address, tls == null ? WwepTls.trustingSystem() : tls, replicas, timeout));
    }
}
