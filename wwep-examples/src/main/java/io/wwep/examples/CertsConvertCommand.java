package io.wwep.examples;

import io.wwep.examples.certs.Conversion;
import io.wwep.examples.certs.FileContent;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Section 6.6.2 of the course: from DER, as browsers save certificates, to PEM, as programs take them, or back. */
@Command(
        name = "convert",
        description = {
            "Convert a certificate or a private key from DER to PEM, or from PEM to DER: whichever the file is not.",
            "",
            "DER is binary, and has one certificate or key in a file; PEM is text, and may have several. A key must not"
                    + " be encrypted; it comes out as PKCS#8, in a file that its owner alone can read."
        },
        exitCodeList = {"0:converted", "2:bad usage, or a file that cannot be converted or written"},
        footerHeading = "%nExamples:%n",
        footer = {"  ./wwep certs convert class.cer class.pem", "  ./wwep certs convert class.pem class.der --force"})
final class CertsConvertCommand implements Callable<Integer> {

    private final Screen screen;

    @Parameters(index = "0", paramLabel = "IN", description = "The file to convert.")
    private Path in = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
    private Path out = Path.of("");

    @Option(names = "--force", description = "Overwrite OUT if it is there.")
    private boolean force;

    CertsConvertCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        Conversion made = BadUsageException.unlessValid(() -> Conversion.of(FileContent.of(in)));
        NewFiles files = new NewFiles(force);
        if (made.isSecret()) {
            files.addSecret(out, made.bytes());
        } else {
            files.add(out, made.bytes());
        }
        files.write(screen);
        screen.line(out + ": " + made);
        return ExitCode.ACCEPTED;
    }
}
