package io.wwep.examples;

import io.wwep.examples.certs.CertificateSheet;
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

/** Section 6.6.2 of the course: the certificate of a server, to be trusted from now on. */
@Command(
        name = "fetch",
        description = {
            "Save a certificate that a TLS server presents, as PEM.",
            "",
            "Without an option that says which, it saves the one for clients to trust: the topmost that the server"
                    + " sends. That is the root authority's, or the nearest to it; for a self-signed server, its own.",
            "",
            "Nothing is verified: compare the fingerprint with what the server's owner tells you before you trust it."
        },
        exitCodeList = {
            "0:saved",
            "2:bad usage, a file that cannot be written, or not sent by the server",
            "3:no TLS server there",
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
            converter = HostPortText.class,
            description = "The server. Its port is 40508 unless given.")
    private HostPort server = new HostPort("", 0);

    @ArgGroup
    private Which which = new Which();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write. Without it the certificate goes to standard output.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Overwrite FILE if it is there.")
    private boolean force;

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Which of the presented certificates; one of these at most. */
    static final class Which {

        @Option(names = "--leaf", description = "The server's own certificate.")
        private boolean leaf;

        @Option(names = "--issuer", description = "That of who issued the server's own.")
        private boolean issuer;

        @Option(names = "--root", description = "That of the root authority, which few servers send.")
        private boolean root;

        @Option(names = "--chain", description = "All that the server sends.")
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
                    + chosen.stream().map(CertificateSheet::subject).collect(Collectors.joining(", then ")));
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
            String issuer = CertificateSheet.issuer(presented.topmost());
            String all =
                    presented.sent().stream().map(CertificateSheet::subject).collect(Collectors.joining(", then "));
            return new BadUsageException(server + " does not send " + what + ": it sent " + all
                    + ". Ask its owner for the certificate of " + issuer + ", or fetch what it sends, with --leaf or"
                    + " --chain");
        });
    }

    private void warn(List<X509Certificate> chosen) {
        screen.note("nothing was verified: anybody on the way could have presented this. Before you trust it, compare"
                + " its SHA-256 fingerprint with what the server's owner tells you:");
        for (X509Certificate certificate : chosen) {
            screen.note(Certificates.fingerprint(certificate) + "  " + CertificateSheet.subject(certificate));
        }
    }
}
