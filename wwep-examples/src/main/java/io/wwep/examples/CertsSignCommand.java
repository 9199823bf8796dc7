package io.wwep.examples;

import io.wwep.examples.certs.CertificateSheet;
import io.wwep.examples.certs.FileContent;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.PemText;
import io.wwep.pki.SigningRequest;
import io.wwep.tls.PrivateKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A certificate from an authority that somebody else keeps, second step: the authority's. */
@Command(
        name = "sign",
        description = {
            "Sign a request (CSR) with an authority (CA) that you have, as certs create --ca makes one.",
            "",
            "The certificate has the request's subject, alternative names and key; whatever else was asked for is left"
                    + " out. It is for servers and clients, and never an authority."
        },
        exitCodeList = {"0:signed", "2:bad usage, or a file that cannot be used or written"},
        footerHeading = "%nExample:%n",
        footer = "  ./wwep certs sign --ca ca.pem --ca-key key.pem --request in.csr --out out.pem")
final class CertsSignCommand implements Callable<Integer> {

    /** Place in a certificate's key usage. */
    private static final int SIGN_CERTIFICATES = 5;

    /** More than any request has. */
    private static final long MOST_BYTES = 1_000_000;

    private final Screen screen;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            required = true,
            description = "The authority's certificate, PEM or DER.")
    private Path authority = Path.of("");

    @Option(
            names = "--ca-key",
            paramLabel = "FILE",
            required = true,
            description = "The authority's private key, in any PEM format that openssl writes, or in DER.")
    private Path authorityKey = Path.of("");

    @Option(
            names = PasswordFile.OPTION,
            paramLabel = "FILE",
            description = "For an encrypted --ca-key: " + PasswordFile.CONTENT)
    private @Nullable Path passwordFile;

    @Option(
            names = "--request",
            paramLabel = "FILE",
            required = true,
            description = "The request, PEM or DER, as certs request or openssl req makes it.")
    private Path requested = Path.of("");

    @Mixin
    private final ValidityOption validity = new ValidityOption();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write. Without it the certificate goes to standard output.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Overwrite FILE if it is there.")
    private boolean force;

    CertsSignCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        validity.check();
        SigningRequest request = request();
        IssuedCertificate issuer = authority();
        X509Certificate certificate = BadUsageException.unlessValid(() -> request.signedBy(issuer, validity.time()));
        String pem = PemText.of(certificate);
        Instant end = issuer.certificate().getNotAfter().toInstant();
        if (end.isBefore(Instant.now().plus(validity.time()))) {
            screen.note("the certificate ends with the authority, on " + CertificateSheet.lastDay(certificate)
                    + ", before the " + validity + " are over");
        }
        if (out == null) {
            screen.out().print(pem);
            screen.out().flush();
            return ExitCode.ACCEPTED;
        }
        new NewFiles(force).add(out, pem.getBytes(StandardCharsets.US_ASCII)).write(screen);
        screen.line(screen.heading(out + ": PEM, 1 certificate"));
        screen.emptyLine();
        CertificateSheet.lines(certificate, out.toString(), Instant.now()).forEach(line -> screen.line("  " + line));
        return ExitCode.ACCEPTED;
    }

    private SigningRequest request() {
        try {
            if (Files.isRegularFile(requested) && Files.size(requested) > MOST_BYTES) {
                throw new BadUsageException(
                        "--request: " + requested + " is too large for a request; give another file");
            }
            byte[] content = Files.readAllBytes(requested);
            String text = new String(content, StandardCharsets.ISO_8859_1);
            return BadUsageException.unlessValid(
                    () -> text.contains("-----BEGIN ") ? SigningRequest.of(text) : SigningRequest.of(content));
        } catch (NoSuchFileException e) {
            throw new BadUsageException("--request: there is no file " + requested + "; check the path");
        } catch (IOException e) {
            throw new BadUsageException("--request: " + requested + " cannot be read: " + e.getMessage()
                    + "; check what it is and its rights");
        } catch (BadUsageException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith("--request")
                    ? e
                    : new BadUsageException("--request: " + requested + ": " + message);
        }
    }

    private IssuedCertificate authority() {
        FileContent certificate = BadUsageException.unlessValid(() -> FileContent.of(authority));
        certificate.unusable().forEach(screen::leftOut);
        FileContent key = BadUsageException.unlessValid(() -> FileContent.of(authorityKey));
        if (certificate.certificates().isEmpty()) {
            throw new BadUsageException(
                    "--ca: " + authority + " is " + certificate + "; give the authority's certificate");
        }
        if (!key.hasKey()) {
            throw new BadUsageException(
                    "--ca-key: " + authorityKey + " is " + key + "; give the authority's private key");
        }
        X509Certificate issuer = certificate.certificates().get(0);
        boolean[] usages = issuer.getKeyUsage();
        if (issuer.getBasicConstraints() < 0 || (usages != null && !usages[SIGN_CERTIFICATES])) {
            throw new BadUsageException(
                    "--ca: " + CertificateSheet.subject(issuer) + " in " + authority
                            + " is not an authority, so nobody would accept what it signs; make one by ./wwep certs create --ca");
        }
        if (issuer.getNotAfter().toInstant().isBefore(Instant.now())) {
            throw new BadUsageException(
                    "--ca: " + CertificateSheet.subject(issuer) + " expired on " + CertificateSheet.lastDay(issuer)
                            + ", so nobody would accept what it signs; give one that is valid");
        }
        PrivateKey own = authoritysKey();
        try {
            return IssuedCertificate.of(issuer, own);
        } catch (IllegalArgumentException e) {
            throw new BadUsageException("--ca-key: " + authorityKey + ": " + e.getMessage());
        }
    }

    private PrivateKey authoritysKey() {
        Path file = passwordFile;
        return BadUsageException.unlessValid(() -> file == null
                ? PrivateKeys.read(authorityKey)
                : PrivateKeys.read(authorityKey, PasswordFile.read(file)));
    }
}
