package io.wwep.server.redis;

import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a store in Redis; get one from {@link RedisRegisterStore#at}. Not safe for use by several threads at once.
 */
public final class RedisRegisterStoreBuilder {

    /** As many as Redis itself has ever been run with, and more. */
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
     * Sets whom to trust, and with which certificate to identify this side if Redis asks for one ({@code tls-auth-clients}). The
     * default is to trust the system's authorities.
     *
     * <p>Sentinels and clusters name their servers by address unless they are configured to announce names: the certificates
     * must have those addresses, or {@link WwepTls#expectingName} says which name they all have.
     *
     * @param trusted such as {@code WwepTls.trusting(caFile)}
     * @return this, for chaining
     * @throws IllegalStateException if the address is not one for TLS
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
     * Sets how many replicas must confirm a write before {@link RedisRegisterStore#force()} returns ({@code WAIT}), so before the
     * server answers {@code A}. A write that fewer confirm in time is answered {@code X}, although the master has it.
     *
     * <p>With the default, 0, a failover can lose writes that were acknowledged in its last second: those that no replica had
     * yet when the master ended. With all but one of the replicas, or more, no failover to one of them loses any.
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
     * Sets how long Redis has for what it is asked; then the replicas have as long again. A write that Redis has not
     * executed by then will not be. The default is 500 ms. A new connection has twice as long, and the first one at least 5 s.
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
     * Connects, and reads a register, so that a wrong address fails here and not as an {@code X} to each request.
     *
     * @return the store, whose threads and connections are there until it is closed
     * @throws IOException if Redis cannot be reached, is not trusted, does not accept the user, or is not of the kind that
     *     the address says; the message says which, and what to do
     */
    public RedisRegisterStore open() throws IOException {
        return RedisRegisterStore.open(
                new RedisSettings(address, tls == null ? WwepTls.trustingSystem() : tls, replicas, timeout));
    }
}
