package io.wwep.examples;

import io.wwep.tls.WwepTls;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Selects a client program's trust, the expected name of the server, and the client's identity. */
final class TrustOptions {

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "Trust the certificates in this file, PEM or DER: an authority's, or the server's own if it is"
                            + " self-signed. May be repeated. Default: the system's trusted authorities.")
    private List<Path> authorities = List.of();

    @Option(
            names = "--expect-name",
            paramLabel = "NAME",
            description = "The name that the server's certificate must have. Default: the HOST.")
    private @Nullable String name;

    @ArgGroup(exclusive = false, order = 10)
    private IdentityOptions identity = new IdentityOptions();

    boolean isGiven() {
        return !authorities.isEmpty() || name != null || identity.isGiven();
    }

    /** Reads the files and returns the TLS settings. */
    WwepTls tls() {
        return tls(WwepTls::trustingSystem);
    }

    /**
     * Reads the files and returns the TLS settings.
     *
     * @param trust the trust without --ca
     */
    WwepTls tls(Supplier<WwepTls> trust) {
        return BadUsageException.ifInvalid(() -> {
            WwepTls tls = withoutName(trust);
            return name == null ? tls : tls.expectingName(name);
        });
    }

    /** Reads the files and returns the TLS settings, without the expected name. */
    WwepTls withoutName() {
        return BadUsageException.ifInvalid(() -> withoutName(WwepTls::trustingSystem));
    }

    private WwepTls withoutName(Supplier<WwepTls> trust) {
        WwepTls tls = authorities.isEmpty() ? trust.get() : WwepTls.trusting(authorities.toArray(Path[]::new));
        return identity.identity().map(tls::identity).orElse(tls);
    }

    @Nullable
    String expectedName() {
        return name;
    }

    boolean hasAuthorities() {
        return !authorities.isEmpty();
    }

    boolean hasIdentity() {
        return identity.isGiven();
    }
}
