package io.wwep.examples;

import io.wwep.examples.certs.CertificateReport;
import io.wwep.pki.PemText;
import io.wwep.protocol.WwepException;
import io.wwep.tls.Certificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Section 6.6.2 of the course: saves a server's certificate, so that clients can trust it. */
@Command(
        name = "fetch",
        description = {
            "Save a certificate that a TLS server presents, as PEM.",
            "",
            "By default it saves the topmost certificate that the server sends, which clients can trust: the root"
                    + " authority's, or the nearest one to it; for a self-signed server, its own.",
            "",
            "Nothing is verified: compare the fingerprint with one from the server's owner before you trust it."
        },
        exitCodeList = {
            "0:saved",
            "2:bad usage, a file that cannot be written, or the server did not send that certificate",
            "3:no TLS server at this address, or one whose certificates Java cannot read",
            "4:the server stalled"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep certs fetch wwep.local --out ca.pem",
            "  ./wwep certs fetch [::1]:40508 --leaf > server.pem",
            "  ./wwep certs fetch www.example.com:443 --chain --out chain.pem"
        })
final class CertsFetchCommand implements Callable<Integer> {

    private final Screen screen;

    @Parameters(
            paramLabel = "HOST:PORT",
            converter = HostPortConverter.class,
            description = "The server. Default port: 40508.")
    private HostPort server = new HostPort("", 0);

    @ArgGroup
    private Which which = new Which();

    @Option(names = "--out", paramLabel = "FILE", description = "The file to write. Default: standard output.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Overwrite FILE if it exists.")
    private boolean force;

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Selects one of the presented certificates; at most one option may be given. */
    static final class Which {

        @Option(names = "--leaf", description = "The server's own certificate.")
        private boolean leaf;

        @Option(names = "--issuer", description = "The certificate of the server's issuer.")
        private boolean issuer;

        @Option(names = "--root", description = "The root authority's certificate, which few servers send.")
        private boolean root;

        @Option(names = "--chain", description = "All certificates that the server sends.")
        private boolean chain;
    }

    CertsFetchCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws WwepException {
        PresentedCertificates presented;
        try {
            presented = PresentedCertificates.of(server);
        } catch (WwepException e) {
            return json.failed(screen, new JsonObject().with("server", server), e);
        }
        List<X509Certificate> chosen = choose(presented);
        String pem = chosen.stream().map(PemText::of).collect(Collectors.joining());
        if (out != null) {
            new NewFiles(force)
                    .add(out, pem.getBytes(StandardCharsets.US_ASCII))
                    .write(screen);
        }
        if (json.isGiven()) {
            screen.line(new JsonObject()
                    .with("server", server)
                    .with("verified", false)
                    .with("file", out)
                    .with("certificates", CertificateJson.all(chosen))
                    .toString());
            return ExitCode.ACCEPTED;
        }
        if (out == null) {
            screen.out().print(pem);
            screen.out().flush();
        } else {
            screen.line(out + ": PEM, "
                    + chosen.stream().map(CertificateReport::subject).collect(Collectors.joining(", then ")));
        }
        warn(chosen);
        return ExitCode.ACCEPTED;
    }

    private List<X509Certificate> choose(PresentedCertificates presented) {
        if (which.chain) {
            return presented.sent();
        }
        if (which.leaf) {
            return List.of(presented.leaf());
        }
        if (which.issuer) {
            return List.of(sent(presented, presented.issuer(), "its issuer's certificate"));
        }
        return List.of(which.root ? sent(presented, presented.root(), "a root's certificate") : presented.topmost());
    }

    private X509Certificate sent(PresentedCertificates presented, Optional<X509Certificate> asked, String what) {
        return asked.orElseThrow(() -> {
            String issuer = CertificateReport.issuer(presented.topmost());
            String all =
                    presented.sent().stream().map(CertificateReport::subject).collect(Collectors.joining(", then "));
            return new BadUsageException(server + " does not send " + what + ": it sent " + all
                    + ". Ask its owner for the certificate of " + issuer + ", or fetch what it sends, with --leaf or"
                    + " --chain");
        });
    }

    private void warn(List<X509Certificate> chosen) {
        screen.note("nothing was verified: anyone on the network path could have presented this certificate. Before"
                + " you trust it, compare its SHA-256 fingerprint with one from the server's owner:");
        for (X509Certificate certificate : chosen) {
            screen.note(Certificates.fingerprint(certificate) + "  " + CertificateReport.subject(certificate));
        }
    }
}
