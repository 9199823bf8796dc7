package io.wwep.examples;

import io.wwep.examples.certs.CertificateReport;
import io.wwep.examples.certs.FileContent;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.PemText;
import io.wwep.pki.SigningRequest;
import io.wwep.tls.PrivateKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Signs a request on behalf of an authority: the second of two steps. */
@Command(
        name = "sign",
        description = {
            "Sign a request (CSR) with your own authority (CA), such as one from certs create --ca.",
            "",
            "The certificate has the request's subject, alternative names and key; all other requested extensions"
                    + " are ignored. It is valid for servers and clients, but never as an authority."
        },
        exitCodeList = {"0:signed", "2:bad usage, or a file that cannot be used or written"},
        footerHeading = "%nExample:%n",
        footer = "  ./wwep certs sign --ca ca.pem --ca-key key.pem --request in.csr --out out.pem")
final class CertsSignCommand implements Callable<Integer> {

    /** Index in a certificate's key usage. */
    private static final int SIGN_CERTIFICATES = 5;

    /** Larger than any real request. */
    private static final int MAX_BYTES = 1_000_000;

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
            description = "The request, PEM or DER, from certs request or openssl req.")
    private Path requested = Path.of("");

    @Mixin
    private final ValidityOption validity = new ValidityOption();

    @Option(names = "--out", paramLabel = "FILE", description = "The file to write. Default: standard output.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Overwrite FILE if it exists.")
    private boolean force;

    CertsSignCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        validity.check();
        SigningRequest request = request();
        IssuedCertificate issuer = authority();
        X509Certificate certificate = BadUsageException.ifInvalid(() -> request.signedBy(issuer, validity.time()));
        String pem = PemText.of(certificate);
        Instant end = issuer.certificate().getNotAfter().toInstant();
        if (end.isBefore(Instant.now().plus(validity.time()))) {
            screen.note("the certificate expires with the authority's, on " + CertificateReport.lastDay(certificate)
                    + ", before the " + validity + " have passed");
        }
        if (out == null) {
            screen.out().print(pem);
            screen.out().flush();
            return ExitCode.ACCEPTED;
        }
        new NewFiles(force).add(out, pem.getBytes(StandardCharsets.US_ASCII)).write(screen);
        screen.line(screen.heading(out + ": PEM, 1 certificate"));
        screen.emptyLine();
        CertificateReport.lines(certificate, List.of(issuer.certificate()), out.toString(), Instant.now())
                .forEach(line -> screen.line("  " + line));
        return ExitCode.ACCEPTED;
    }

    private SigningRequest request() {
        try (InputStream file = Files.newInputStream(requested)) {
            byte[] content = file.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new BadUsageException(
                        "--request: " + requested + " is too large for a request; give another file");
            }
            String text = new String(content, StandardCharsets.ISO_8859_1);
            return BadUsageException.ifInvalid(
                    () -> text.contains("-----BEGIN ") ? SigningRequest.of(text) : SigningRequest.of(content));
        } catch (NoSuchFileException e) {
            throw new BadUsageException("--request: there is no file " + requested + "; check the path");
        } catch (IOException e) {
            throw new BadUsageException("--request: " + requested + " cannot be read: " + e.getMessage() + "; check"
                    + " that it is a file and its permissions");
        } catch (BadUsageException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith("--request")
                    ? e
                    : new BadUsageException("--request: " + requested + ": " + message);
        }
    }

    private IssuedCertificate authority() {
        FileContent certificate = BadUsageException.ifInvalid(() -> FileContent.of(authority));
        certificate.unusable().forEach(screen::skipped);
        FileContent key = BadUsageException.ifInvalid(() -> FileContent.of(authorityKey));
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
            throw new BadUsageException("--ca: " + CertificateReport.subject(issuer) + " in " + authority
                    + " is not an authority, so no program would accept what it signs; create one with"
                    + " ./wwep certs create --ca");
        }
        if (issuer.getNotAfter().toInstant().isBefore(Instant.now())) {
            throw new BadUsageException(
                    "--ca: " + CertificateReport.subject(issuer) + " expired on " + CertificateReport.lastDay(issuer)
                            + ", so no program would accept what it signs; give a valid one");
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
        return BadUsageException.ifInvalid(() -> file == null
                ? PrivateKeys.read(authorityKey)
                : PrivateKeys.read(authorityKey, PasswordFile.read(file)));
    }
}
