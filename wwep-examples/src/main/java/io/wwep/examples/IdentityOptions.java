package io.wwep.examples;

import io.wwep.tls.TlsIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
            names = "--key-password-file",
            paramLabel = "FILE",
            description = "For an encrypted --key: a file with its password in the first line. /dev/stdin takes it from"
                    + " standard input.")
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
        char[] password = passwordFile == null ? null : password(passwordFile);
        return Optional.of(BadUsageException.unlessValid(() ->
                password == null ? TlsIdentity.of(cert, privateKey) : TlsIdentity.of(cert, privateKey, password)));
    }

    private static char[] password(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            if (line == null || line.isEmpty()) {
                throw new BadUsageException(
                        "--key-password-file: " + file + " has no password in its first line; write it there");
            }
            return line.toCharArray();
        } catch (NoSuchFileException e) {
            throw new BadUsageException("--key-password-file: there is no file " + file + "; check the path");
        } catch (IOException e) {
            throw new BadUsageException("--key-password-file: " + file + " cannot be read: " + e.getMessage()
                    + "; check what it is and its rights");
        }
    }
}
