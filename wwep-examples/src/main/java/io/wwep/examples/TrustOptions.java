package io.wwep.examples;

import io.wwep.tls.WwepTls;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a client program speaks TLS: whom it trusts, by which name, and who it is. */
final class TrustOptions {

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "Trust the certificates in this file, PEM or DER: of an authority, or the server's own if it is"
                            + " self-signed. May be given again. Default: whom this system trusts.")
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

    /** TLS as the options say, their files read. */
    WwepTls tls() {
        return tls(WwepTls::trustingSystem);
    }

    /**
     * TLS as the options say, their files read.
     *
     * @param trust whom to trust if the options do not say
     */
    WwepTls tls(Supplier<WwepTls> trust) {
        return BadUsageException.unlessValid(() -> {
            WwepTls tls = authorities.isEmpty() ? trust.get() : WwepTls.trusting(authorities.toArray(Path[]::new));
            if (name != null) {
                tls = tls.expectingName(name);
            }
            return identity.identity().map(tls::identity).orElse(tls);
        });
    }
}
