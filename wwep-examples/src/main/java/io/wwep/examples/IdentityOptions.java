package io.wwep.examples;

import io.wwep.tls.TlsIdentity;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who a program is in TLS: a certificate and its key. */
final class IdentityOptions {

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "The certificate to show, PEM or DER; in PEM those that lead to its issuer may follow.")
    private @Nullable Path certificate;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The private key of --cert, in any PEM format that openssl writes, or PKCS#8 in DER.")
    private @Nullable Path key;

    @Option(
            names = PasswordFile.OPTION,
            paramLabel = "FILE",
            description = "For an encrypted --key: " + PasswordFile.CONTENT)
    private @Nullable Path passwordFile;

    boolean isGiven() {
        return certificate != null || key != null || passwordFile != null;
    }

    /** The identity that the options name, its files read. */
    Optional<TlsIdentity> identity() {
        Path cert = certificate;
        Path privateKey = key;
        if (cert == null || privateKey == null) {
            if (isGiven()) {
                throw new BadUsageException(
                        "a certificate and its key belong together: give both, by --cert and --key");
            }
            return Optional.empty();
        }
        char[] password = passwordFile == null ? null : PasswordFile.read(passwordFile);
        return Optional.of(BadUsageException.unlessValid(() ->
                password == null ? TlsIdentity.of(cert, privateKey) : TlsIdentity.of(cert, privateKey, password)));
    }
}
