package io.wwep.examples;

import io.wwep.pki.PemText;
import io.wwep.pki.SigningRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Requests a certificate from an external authority: the first of two steps. */
@Command(
        name = "request",
        description = {
            "Create a private key and a certificate signing request (CSR) for a server.",
            "",
            "Keep the key and send the request to the authority. The authority signs it with certs sign or another"
                    + " program and returns the certificate."
        },
        exitCodeList = {
            "0:the files were created",
            "2:bad usage, or files that cannot be written; nothing was overwritten"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep certs request --name wwep.local --out my-server",
            "  ./wwep certs request --name 192.0.2.7 --key ec:p256 --out my-server"
        })
final class CertsRequestCommand implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private final NewKeyOptions options = new NewKeyOptions();

    CertsRequestCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        options.check();
        KeyPair keys = options.kind().generate();
        SigningRequest request =
                options.certificate("server").names(options.texts()).signingRequest(keys);
        Path folder = options.folder();
        Path csr = folder.resolve(options.stem("server") + ".csr");
        Path key = folder.resolve(options.stem("server") + "-key.pem");
        CertificateFiles.makeFolder(folder);
        String subject = request.subject().getName();
        new NewFiles(options.isForced())
                .add(csr, request.pem().getBytes(StandardCharsets.US_ASCII))
                .addSecret(
                        key,
                        ("Private key of " + subject + "\n" + PemText.of(keys.getPrivate()))
                                .getBytes(StandardCharsets.US_ASCII))
                .write(screen);
        screen.line(csr + ": the request of " + subject + ", for " + String.join(", ", options.texts()));
        screen.line(key + ": its private key (" + options.kind() + "), for the server only");
        screen.emptyLine();
        screen.line("Send the request, not the key, to the authority. If you are the authority:");
        screen.line("  " + Launcher.command() + " certs sign --ca FILE --ca-key FILE --request " + ShellText.quoted(csr)
                + " --out " + ShellText.quoted(folder.resolve(options.stem("server") + ".pem")));
        return ExitCode.ACCEPTED;
    }
}
