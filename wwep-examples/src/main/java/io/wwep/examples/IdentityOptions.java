package io.wwep.examples;

import io.wwep.tls.TlsIdentity;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The identity of a program in TLS: a certificate and its key. */
final class IdentityOptions {

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "The certificate to present, PEM or DER; a PEM file may include its chain.")
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

    /** Reads the files and returns the identity. */
    Optional<TlsIdentity> identity() {
        Path cert = certificate;
        Path privateKey = key;
        if (cert == null || privateKey == null) {
            if (isGiven()) {
                throw new BadUsageException("a certificate needs its key: give both --cert and --key");
            }
            return Optional.empty();
        }
        char[] password = passwordFile == null ? null : PasswordFile.read(passwordFile);
        return Optional.of(BadUsageException.ifInvalid(() ->
                password == null ? TlsIdentity.of(cert, privateKey) : TlsIdentity.of(cert, privateKey, password)));
    }
}
