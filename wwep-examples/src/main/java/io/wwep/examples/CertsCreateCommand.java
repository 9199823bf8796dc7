package io.wwep.examples;

import io.wwep.examples.certs.CertificateReport;
import io.wwep.pki.CertificateBuilder;
import io.wwep.pki.CertificateName;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepPorts;
import io.wwep.tls.Certificates;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Section 6.6.3 of the course: creates certificates. */
@Command(
        name = "create",
        description = {
            "Create a self-signed certificate; or, with --ca, an authority (CA) and server and client certificates"
                    + " signed by it. Each gets its own private key.",
            "",
            "A self-signed certificate is its own authority, so every client needs the new one when it is replaced."
                    + " Clients that trust an authority also trust its new server certificates."
        },
        exitCodeList = {
            "0:the files were created",
            "2:bad usage, or files that cannot be written; nothing was overwritten"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep certs create --out my-certs",
            "  ./wwep certs create --ca --name wwep.local --name 192.0.2.7 --out my-certs",
            "  ./wwep certs create --ca --key ec:p256 --days 30 --force --out my-certs"
        })
final class CertsCreateCommand implements Callable<Integer> {

    private final Screen screen;

    @Option(names = "--ca", description = "Create an authority, and server and client certificates signed by it.")
    private boolean ca;

    @Mixin
    private final NewKeyOptions options = new NewKeyOptions();

    @Mixin
    private final ValidityOption validity = new ValidityOption();

    CertsCreateCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        options.check();
        validity.check();
        if (ca) {
            makeAuthority();
        } else {
            makeSelfSigned();
        }
        return ExitCode.ACCEPTED;
    }

    private void makeSelfSigned() {
        CertificateFiles own = files(
                "self-signed", certificate("self-signed").names(options.texts()).selfSigned());
        CertificateFiles.write(options.folder(), options.isForced(), screen, own);
        intro(own);
        rows(own, "for " + String.join(", ", options.texts()), "for the server only");
        next(
                "Run a server with it, and send it a request:",
                server(own),
                write("--ca " + ShellText.quoted(own.certificate())));
    }

    private void makeAuthority() {
        // tag::authority[]
        IssuedCertificate authority = certificate("root CA").authority(0).selfSigned();
        CertificateFiles root = files("root-ca", authority);
        CertificateFiles server = files(
                "server",
                certificate("server").names(options.texts()).forServers().issuedBy(authority));
        CertificateFiles client =
                files("client", certificate("client").forClients().issuedBy(authority));
        // end::authority[]
        CertificateFiles.write(options.folder(), options.isForced(), screen, root, server, client);
        intro(root);
        rows(root, "for all to trust", "signs certificates: keep it to yourself");
        rows(server, "for " + String.join(", ", options.texts()), "for the server only");
        rows(client, "for servers that require a client certificate", "for the client only");
        String trust = "--ca " + ShellText.quoted(root.certificate());
        next("Run the server, and send it a request:", server(server), write(trust));
        next(
                "Or have the server require a client certificate:",
                server(server) + " --client-ca " + ShellText.quoted(root.certificate()),
                write(trust + " " + identity(client)));
    }

    private CertificateBuilder certificate(String what) {
        return options.certificate(what).validFor(validity.time());
    }

    private CertificateFiles files(String what, IssuedCertificate issued) {
        return new CertificateFiles(options.folder(), options.stem(what), issued);
    }

    private void intro(CertificateFiles trusted) {
        screen.line(screen.heading(
                "Created in " + options.folder() + ", with " + options.kind() + " keys, valid for " + validity + ":"));
        screen.emptyLine();
        screen.line("SHA-256 fingerprint of " + trusted.certificate().getFileName() + ":");
        screen.line("  " + Certificates.fingerprint(trusted.issued().certificate()));
        screen.emptyLine();
    }

    private void rows(CertificateFiles files, String certificate, String key) {
        String form = "  %-" + (options.label().length() + "-self-signed-key.pem".length()) + "s  %s";
        screen.line(String.format(
                form,
                files.certificate().getFileName(),
                CertificateReport.subject(files.issued().certificate()) + ", " + certificate));
        screen.line(String.format(form, files.key().getFileName(), "its private key, " + key));
    }

    private void next(String title, String... commands) {
        screen.emptyLine();
        screen.line(title);
        for (String command : commands) {
            screen.line("  " + Launcher.command() + " " + command);
        }
    }

    private static String server(CertificateFiles own) {
        return "server --tls-port " + WwepPorts.TLS + " " + identity(own);
    }

    private static String identity(CertificateFiles own) {
        return "--cert " + ShellText.quoted(own.certificate()) + " --key " + ShellText.quoted(own.key());
    }

    private String write(String tls) {
        return "write --tls " + tls + " " + reaching() + " 0FAC 0B 1234";
    }

    /**
     * Returns the options that reach the server on this machine: its host name if the certificate has localhost,
     * otherwise the expected name.
     */
    private String reaching() {
        if (options.names().contains(new CertificateName("localhost"))) {
            return "--host localhost";
        }
        String name = options.names().iterator().next().text();
        return "--expect-name " + (name.startsWith("*") ? "any" + name.substring(1) : name);
    }
}
