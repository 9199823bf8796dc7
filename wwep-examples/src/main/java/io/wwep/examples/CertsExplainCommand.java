package io.wwep.examples;

import io.wwep.examples.certs.CertificateExplanation;
import io.wwep.examples.certs.FileContent;
import io.wwep.examples.certs.TrustedSet;
import io.wwep.tls.Certificates;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Section 6.5 of the course: explains a certificate's digest, signature and chain. */
@Command(
        name = "explain",
        description = {
            "Explain step by step how a certificate is checked, as described in section 6.5 of the course: digest, signature and"
                    + " chain.",
            "",
            "The first certificate of the file is explained. Its issuers are looked for in the file, then in --ca."
        },
        exitCodeList = {
            "0:explained, whether or not the signature is right",
            "2:bad usage, or a file without a certificate"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./wwep certs explain certs/wwep-demo-server.pem", "  ./wwep certs explain server.pem --ca ca.pem"})
final class CertsExplainCommand implements Callable<Integer> {

    /** More than any bundle of authorities has. Looking for the issuers among thousands takes minutes. */
    private static final int MAX_CERTIFICATES = 500;

    private final Screen screen;

    @Parameters(paramLabel = "FILE", description = "A file with a certificate or a chain, PEM or DER.")
    private Path file = Path.of("");

    @Option(names = "--ca", paramLabel = "FILE", description = "Trust these authorities. Default: the demo authority.")
    private @Nullable Path authority;

    CertsExplainCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        FileContent content = BadUsageException.ifInvalid(() -> FileContent.of(file));
        if (content.certificates().isEmpty()) {
            throw new BadUsageException(
                    file + " is " + content + ", without a certificate; give the certificate's file");
        }
        TrustedSet trusted = trusted();
        List<X509Certificate> certificates = limited(file, content.certificates());
        CertificateExplanation explanation = CertificateExplanation.of(certificates, trusted);
        StepTexts texts = new StepTexts(screen, SystemTerminal.outputWidth());
        screen.line(screen.heading(file + ": " + content));
        content.unusable().forEach(problem -> texts.text("Skipped: " + problem));
        texts.text("Explained: " + CertificateExplanation.subject(certificates.get(0)));
        screen.emptyLine();
        explanation.steps().forEach(step -> texts.step(step.title(), step.paragraphs()));
        int others = certificates.size() - explanation.chainLength(certificates);
        if (others > 0) {
            screen.emptyLine();
            texts.text((others == 1
                            ? "1 more certificate of the file is not in this chain."
                            : others + " more certificates of the file are not in this chain.")
                    + " To explain one of them, copy it, from BEGIN to END, to a file of its own.");
        }
        return ExitCode.ACCEPTED;
    }

    private TrustedSet trusted() {
        Path given = authority;
        if (given == null) {
            Path demo = DemoMaterial.authority();
            return new TrustedSet(read(demo), "in " + demo + " (the demo authority, the default of --ca)");
        }
        return new TrustedSet(read(given), "in " + given + " (given with --ca)");
    }

    private List<X509Certificate> read(Path file) {
        return limited(file, BadUsageException.ifInvalid(() -> Certificates.read(file, screen::skipped)));
    }

    private static List<X509Certificate> limited(Path file, List<X509Certificate> certificates) {
        if (certificates.size() > MAX_CERTIFICATES) {
            throw new BadUsageException(file + " has " + certificates.size() + " certificates, more than "
                    + MAX_CERTIFICATES + "; copy those that you need to a file of their own");
        }
        return certificates;
    }
}
