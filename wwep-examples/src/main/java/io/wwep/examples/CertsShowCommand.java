package io.wwep.examples;

import io.wwep.examples.certs.CertificateReport;
import io.wwep.examples.certs.FileContent;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.tls.Certificates;
import io.wwep.tls.KeyDescription;
import io.wwep.tls.PrivateKeys;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Shows certificates, and how a client treats them. */
@Command(
        name = "show",
        description = {
            "Show the certificates in a file or those that a TLS server presents, and how a WWEP client treats each"
                    + " of them.",
            "",
            "For a private key, only its kind is shown. Certificates that a server presents are not verified."
        },
        exitCodeList = {
            "0:shown",
            "2:bad usage, or a file without a certificate or key",
            "3:no TLS server at this address, or one whose certificates Java cannot read",
            "4:the server stalled"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep certs show certs/wwep-demo-server.pem",
            "  ./wwep certs show wwep.local:40508",
            "  ./wwep certs show [::1]:40508"
        })
final class CertsShowCommand implements Callable<Integer> {

    /** Matches names that can only be files. */
    private static final Pattern FILE_NAME =
            Pattern.compile(".*[/\\\\].*|.*\\.(?:pem|crt|cer|der|key|p7b|p12|pfx|csr)", Pattern.CASE_INSENSITIVE);

    private final Screen screen;

    @Parameters(
            paramLabel = "FILE|HOST:PORT",
            description = "A file with certificates or a key, PEM or DER; or, if there is no such file, a server."
                    + " Default port: 40508.")
    private String what = "";

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Judge the certificates as a client that trusts this authority.")
    private @Nullable Path authority;

    @Mixin
    private final JsonOption json = new JsonOption();

    CertsShowCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws WwepException {
        if (isFile()) {
            show(Path.of(what));
            return ExitCode.ACCEPTED;
        }
        HostPort server = server();
        try {
            show(server);
            return ExitCode.ACCEPTED;
        } catch (WwepException e) {
            return json.failed(screen, new JsonObject().with("server", server), e);
        }
    }

    /** An existing file takes precedence over a server of the same name. */
    private boolean isFile() {
        try {
            boolean url = what.contains("://");
            return !what.isBlank()
                    && (Files.exists(Path.of(what))
                            || (!url && FILE_NAME.matcher(what).matches()));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private HostPort server() {
        try {
            return new HostPortConverter().convert(what);
        } catch (TypeConversionException e) {
            throw new BadUsageException("there is no such file, and " + e.getMessage());
        }
    }

    private void show(Path file) {
        FileContent content = BadUsageException.ifInvalid(() -> FileContent.of(file));
        if (json.isGiven()) {
            screen.line(new JsonObject()
                    .with("file", file)
                    .with("format", content.pem() ? "PEM" : "DER")
                    .with("certificates", CertificateJson.all(content.certificates()))
                    .with("unusable", content.unusable())
                    .with("privateKey", content.hasKey() ? nameOf(key(content)) : null)
                    .toString());
            return;
        }
        screen.line(screen.heading(file + ": " + content));
        show(content.certificates(), file.toString());
        for (String problem : content.unusable()) {
            screen.emptyLine();
            screen.line("  skipped     " + problem);
        }
        if (content.hasKey()) {
            showKey(content);
        }
        if (content.certificates().stream().anyMatch(CertificateReport::isPrivateAuthority)) {
            showUsage(file);
        }
    }

    private void showKey(FileContent content) {
        Optional<KeyDescription> key = key(content);
        screen.emptyLine();
        screen.line("  private key  " + nameOf(key));
        screen.line("  a client     "
                + key.flatMap(KeyDescription::obstacle)
                        .map(text -> "it " + text)
                        .or(() -> PrivateKeys.obstacleToDecryption(content.file()))
                        .map(text -> "cannot use it: " + text)
                        .orElse("uses it with --key " + content.file() + ", and its certificate with --cert"));
    }

    /** Returns the file's key; empty if it is encrypted. */
    private static Optional<KeyDescription> key(FileContent content) {
        return content.isKeyEncrypted()
                ? Optional.empty()
                : Optional.of(BadUsageException.ifInvalid(() -> KeyDescription.of(content.key())));
    }

    private static String nameOf(Optional<KeyDescription> key) {
        return key.map(KeyDescription::name).orElse("encrypted: its kind is known only with the password");
    }

    private void showUsage(Path authority) {
        String file = ShellText.quoted(authority);
        screen.emptyLine();
        screen.line("To read from a server whose certificate it signed:");
        screen.line("  " + Launcher.command() + " read --ca " + file + " --host HOST 0FAC 0B");
        screen.line("To sign a server's request with its key:");
        screen.line(
                "  " + Launcher.command() + " certs sign --ca " + file + " --ca-key FILE --request FILE --out FILE");
    }

    private void show(HostPort server) throws WwepException {
        List<X509Certificate> sent = presentedBy(server);
        if (json.isGiven()) {
            screen.line(new JsonObject()
                    .with("server", server)
                    .with("verified", false)
                    .with("certificates", CertificateJson.all(sent))
                    .toString());
            return;
        }
        screen.line(screen.heading(
                server + ": presents " + (sent.size() == 1 ? "1 certificate" : sent.size() + " certificates")));
        show(sent, "FILE");
        screen.emptyLine();
        screen.line("None of this was verified. To save it to FILE: " + Launcher.command() + " certs fetch " + server
                + " --out FILE");
    }

    private List<X509Certificate> presentedBy(HostPort server) throws WwepException {
        try {
            return PresentedCertificates.of(server).sent();
        } catch (WwepConnectException e) {
            if (e.phase() == Phase.RESOLVE) {
                screen.note("there is no file " + what + ", so the name was used as a server");
            }
            throw e;
        }
    }

    private void show(List<X509Certificate> certificates, String saved) {
        Instant now = Instant.now();
        Path trusted = authority;
        List<X509Certificate> issuers =
                trusted == null ? certificates : BadUsageException.ifInvalid(() -> Certificates.read(trusted));
        for (X509Certificate certificate : certificates) {
            screen.emptyLine();
            CertificateReport.lines(certificate, issuers, saved, now).forEach(line -> screen.line("  " + line));
        }
    }
}
