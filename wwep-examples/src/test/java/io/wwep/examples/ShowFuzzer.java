package io.wwep.examples;

import io.wwep.check.FuzzedCertificate;
import io.wwep.examples.certs.CertificateExplanation;
import io.wwep.examples.certs.CertificateReport;
import io.wwep.examples.certs.FileContent;
import io.wwep.examples.certs.TrustedSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** {@code certs show} and {@code certs explain} with an odd certificate: it must be shown or rejected with a message. */
public final class ShowFuzzer {

    private static final Path FILE = file();
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    private ShowFuzzer() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Files.write(FILE, FuzzedCertificate.of(input, content -> new byte[70]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The command spends most of its time on its options, so it runs for some inputs only.
        if (input.length % 64 == 1) {
            runCommand();
        }
        try {
            for (X509Certificate certificate : FileContent.of(FILE).certificates()) {
                List<String> lines = CertificateReport.lines(certificate, List.of(certificate), FILE.toString(), NOW);
                requirePlain(String.join("\n", lines));
                CertificateExplanation.of(List.of(certificate), new TrustedSet(List.of(certificate), "here"))
                        .steps()
                        .forEach(step -> requirePlain(step.title() + "\n" + String.join("\n", step.paragraphs())));
            }
        } catch (IllegalArgumentException e) {
            requirePlain(String.valueOf(e.getMessage()));
            if (!String.valueOf(e.getMessage()).contains(FILE.toString())) {
                throw new AssertionError("the message does not name the file", e);
            }
        }
    }

    private static void runCommand() {
        runCommand("show", "a client");
        runCommand("explain", "Follow the chain");
    }

    private static void runCommand(String command, String text) {
        InProcess run = InProcess.wwep(List.of("certs", command, FILE.toString()));
        boolean shown = run.exitCode() == ExitCode.ACCEPTED && run.out().contains(text);
        boolean refused = run.exitCode() == ExitCode.BAD_USAGE && run.err().contains(FILE.toString());
        if (!shown && !refused) {
            throw new AssertionError("exit code " + run.exitCode() + "\n" + run.out() + run.err());
        }
        requirePlain(run.out() + run.err());
    }

    private static void requirePlain(String text) {
        if (text.chars().anyMatch(each -> Character.isISOControl(each) && each != '\n')) {
            throw new AssertionError("the output contains control characters\n" + text);
        }
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("wwep-fuzz", ".der");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
