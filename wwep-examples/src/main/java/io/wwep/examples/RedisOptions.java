package io.wwep.examples;

import io.wwep.server.redis.RedisRegisterStore;
import io.wwep.server.redis.RedisRegisterStoreBuilder;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The Redis that has a server's registers. */
final class RedisOptions {

    @Option(
            names = "--store",
            paramLabel = "redis://HOST:PORT",
            required = true,
            description = "Keep the registers in this Redis, which several servers can share. Also"
                    + " redis-sentinel://HOST:PORT,HOST:PORT#MASTER and redis-cluster://HOST:PORT,HOST:PORT; with rediss"
                    + " instead of redis over TLS; with a user: redis://USER:PASSWORD@HOST:PORT, or :PASSWORD alone.")
    private @Nullable URI address;

    @Option(
            names = "--store-ca",
            paramLabel = "FILE",
            description = "The authority that signed Redis' certificate, for rediss; may be given again. Without it,"
                    + " those that the system trusts.")
    private List<Path> authorities = List.of();

    @Option(
            names = "--store-replicas",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many replicas must confirm a write before it is acknowledged. With"
                    + " ${DEFAULT-VALUE}, the default, a failover can lose writes of its last second.")
    private int replicas;

    RedisRegisterStore open() throws IOException {
        URI uri = address;
        if (uri == null) {
            throw new IllegalStateException("picocli requires --store");
        }
        return given(uri).open();
    }

    private RedisRegisterStoreBuilder given(URI uri) {
        RedisRegisterStoreBuilder store = valid("--store", () -> RedisRegisterStore.at(uri));
        valid("--store-replicas", () -> store.replicas(replicas));
        return authorities.isEmpty()
                ? store
                : valid("--store-ca", () -> store.tls(WwepTls.trusting(authorities.toArray(Path[]::new))));
    }

    private static RedisRegisterStoreBuilder valid(String option, Supplier<RedisRegisterStoreBuilder> given) {
        try {
            return given.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new BadUsageException(option + ": " + e.getMessage());
        }
    }
}
