package io.wwep.examples;

import io.wwep.examples.certs.CertificateSheet;
import io.wwep.pki.CertificateBuilder;
import io.wwep.pki.CertificateName;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import io.wwep.protocol.WwepPorts;
import io.wwep.tls.Certificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Section 6.6.3 of the course: certificates of one's own. */
@Command(
        name = "create",
        description = {
            "Make a self-signed certificate, or with --ca an authority (CA) and a server's and a client's certificate"
                    + " signed by it, each with a private key of its own.",
            "",
            "A self-signed certificate is its own authority: clients trust it by itself, so each must get the new one"
                    + " when it is made anew. With an authority clients trust that, and servers' certificates come and"
                    + " go."
        },
        exitCodeList = {"0:they are made", "2:bad usage, or files that cannot be written; nothing was overwritten"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep certs create --out my-certs",
            "  ./wwep certs create --ca --name wwep.local --name 192.0.2.7 --out my-certs",
            "  ./wwep certs create --ca --key ec:p256 --days 30 --force --out my-certs"
        })
final class CertsCreateCommand implements Callable<Integer> {

    private static final int MAX_DAYS = 36_500;

    /** A common name has at most 64 characters. */
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9 ]{0,38}[A-Za-z0-9])?");

    private final Screen screen;

    @Option(names = "--ca", description = "Make an authority, and have it sign a server's and a client's certificate.")
    private boolean ca;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "localhost,127.0.0.1,::1",
            split = ",",
            converter = NameText.class,
            description = "A host name or IP address by which clients reach the server; once for each, or with commas"
                    + " between. Default: ${DEFAULT-VALUE}.")
    private Set<CertificateName> names = new LinkedHashSet<>();

    @Option(
            names = "--key",
            paramLabel = "KIND",
            defaultValue = "rsa:2048",
            converter = KindText.class,
            description = "The kind of the keys: rsa:2048, ec:p256 or ed25519. Default: ${DEFAULT-VALUE}, which every"
                    + " device knows.")
    private KeyKind kind = KeyKind.RSA;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description = "How many days they are valid, 1 to " + MAX_DAYS + ". Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--label",
            paramLabel = "TEXT",
            defaultValue = "WWEP",
            description = "What the subjects begin with, as in CN=WWEP server, and in small letters the names of the"
                    + " files, as in wwep-server.pem. Letters, digits and spaces. Default: ${DEFAULT-VALUE}.")
    private String label = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The folder to write them to; it is made if it is missing.")
    private Path folder = Path.of("");

    @Option(names = "--force", description = "Overwrite files of the same names.")
    private boolean force;

    CertsCreateCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (days < 1 || days > MAX_DAYS) {
            throw new BadUsageException("--days: " + days + " is out of range: it must be 1 to " + MAX_DAYS);
        }
        if (!LABEL.matcher(label).matches()) {
            throw new BadUsageException(
                    "--label: '" + label + "' does not do; give up to 40 letters, digits and spaces");
        }
        if (ca) {
            makeAuthority();
        } else {
            makeSelfSigned();
        }
        return ExitCode.ACCEPTED;
    }

    private void makeSelfSigned() {
        CertificateFiles own =
                files("self-signed", certificate("self-signed").names(texts()).selfSigned());
        CertificateFiles.write(folder, force, screen, own);
        intro(own);
        rows(own, "for " + String.join(", ", texts()), "for the server alone");
        next("Run a server with it, and talk to it:", server(own), write("--ca " + quoted(own.certificate())));
    }

    private void makeAuthority() {
        // tag::authority[]
        IssuedCertificate authority = certificate("root CA").authority(0).selfSigned();
        CertificateFiles root = files("root-ca", authority);
        CertificateFiles server = files(
                "server", certificate("server").names(texts()).forServers().issuedBy(authority));
        CertificateFiles client =
                files("client", certificate("client").forClients().issuedBy(authority));
        // end::authority[]
        CertificateFiles.write(folder, force, screen, root, server, client);
        intro(root);
        rows(root, "for all to trust", "signs certificates: for nobody else");
        rows(server, "for " + String.join(", ", texts()), "for the server alone");
        rows(client, "for servers that ask who their client is", "for the client alone");
        String trust = "--ca " + quoted(root.certificate());
        next("Run the server, and talk to it:", server(server), write(trust));
        next(
                "Or have the server require a client certificate:",
                server(server) + " --client-ca " + quoted(root.certificate()),
                write(trust + " " + identity(client)));
    }

    private CertificateBuilder certificate(String what) {
        return IssuedCertificate.named(label + " " + what).key(kind).validFor(Duration.ofDays(days));
    }

    private CertificateFiles files(String what, IssuedCertificate issued) {
        return new CertificateFiles(folder, label.toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + what, issued);
    }

    private void intro(CertificateFiles trusted) {
        screen.line(screen.heading("Made in " + folder + ", with " + kind + " keys, valid for " + days
                + (days == 1 ? " day" : " days") + ":"));
        screen.emptyLine();
        screen.line("SHA-256 fingerprint of " + trusted.certificate().getFileName() + ":");
        screen.line("  " + Certificates.fingerprint(trusted.issued().certificate()));
        screen.emptyLine();
    }

    private void rows(CertificateFiles files, String certificate, String key) {
        String form = "  %-" + (label.length() + "-self-signed-key.pem".length()) + "s  %s";
        screen.line(String.format(
                form,
                files.certificate().getFileName(),
                CertificateSheet.subject(files.issued().certificate()) + ", " + certificate));
        screen.line(String.format(form, files.key().getFileName(), "its private key, " + key));
    }

    private void next(String title, String... commands) {
        screen.emptyLine();
        screen.line(title);
        for (String command : commands) {
            screen.line("  ./wwep " + command);
        }
    }

    private static String server(CertificateFiles own) {
        return "server --tls-port " + WwepPorts.TLS + " " + identity(own);
    }

    private static String identity(CertificateFiles own) {
        return "--cert " + quoted(own.certificate()) + " --key " + quoted(own.key());
    }

    private String write(String tls) {
        return "write --tls " + tls + " " + reaching() + " 0FAC 0B 1234";
    }

    /** How the server is reached on this machine: by name if that is one of its own. */
    private String reaching() {
        if (names.contains(new CertificateName("localhost"))) {
            return "--host localhost";
        }
        String name = names.iterator().next().text();
        return "--expect-name " + (name.startsWith("*") ? "any" + name.substring(1) : name);
    }

    private String[] texts() {
        return names.stream().map(CertificateName::text).toArray(String[]::new);
    }

    /** A path as a shell takes it. */
    private static String quoted(Path file) {
        String text = file.toString();
        return text.matches("[\\w./+@%:=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    static final class NameText implements ITypeConverter<CertificateName> {

        @Override
        public CertificateName convert(String text) {
            try {
                return new CertificateName(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class KindText implements ITypeConverter<KeyKind> {

        private static final List<KeyKind> OFFERED = List.of(KeyKind.RSA, KeyKind.EC, KeyKind.ED25519);

        @Override
        public KeyKind convert(String text) {
            return OFFERED.stream()
                    .filter(kind -> kind.toString().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is no kind of key: give one of "
                            + OFFERED.stream().map(KeyKind::toString).collect(Collectors.joining(", "))));
        }
    }
}
