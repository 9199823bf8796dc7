package io.wwep.examples;

import io.wwep.examples.certs.CertificateSheet;
import io.wwep.examples.certs.CertificateSource;
import io.wwep.examples.certs.Conversion;
import io.wwep.examples.certs.FileContent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Section 6.6.2 of the course: from DER, as browsers save certificates, to PEM, as programs take them, or back. */
@Command(
        name = "convert",
        description = {
            "Convert a certificate or a private key from DER to PEM, or from PEM to DER: whichever the file is not; or"
                    + " certificates to source code.",
            "",
            "DER is binary, and has one certificate or key in a file; PEM is text, and may have several. A key must not"
                    + " be encrypted; it comes out as PKCS#8, in a file that its owner alone can read."
        },
        exitCodeList = {"0:converted", "2:bad usage, or a file that cannot be converted or written"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep certs convert class.cer class.pem",
            "  ./wwep certs convert class.pem class.der --force",
            "  ./wwep certs convert class.pem --to c-array"
        })
final class CertsConvertCommand implements Callable<Integer> {

    private final Screen screen;

    @Parameters(index = "0", paramLabel = "IN", description = "The file to convert.")
    private Path in = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            arity = "0..1",
            description = "The file to write. With --to the source goes to standard output without it.")
    private @Nullable Path out;

    @Option(
            names = "--to",
            paramLabel = "LANGUAGE",
            converter = LanguageName.class,
            description =
                    "c-array: write certificates as a C string, as the course's programs have them. java: as a Java"
                            + " text block.")
    private @Nullable CertificateSource language;

    @Option(names = "--force", description = "Overwrite OUT if it is there.")
    private boolean force;

    CertsConvertCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (language != null) {
            return source(language);
        }
        Path target = out;
        if (target == null) {
            throw new BadUsageException("OUT is missing: name the file to write, or give --to c-array or --to java");
        }
        FileContent content = content();
        Conversion made = BadUsageException.unlessValid(() -> Conversion.of(content));
        NewFiles files = new NewFiles(force);
        if (made.isSecret()) {
            files.addSecret(target, made.bytes());
        } else {
            files.add(target, made.bytes());
        }
        files.write(screen);
        screen.line(target + ": " + made);
        return ExitCode.ACCEPTED;
    }

    private FileContent content() {
        FileContent content = BadUsageException.unlessValid(() -> FileContent.of(in));
        content.unusable().forEach(screen::leftOut);
        return content;
    }

    private int source(CertificateSource wanted) {
        FileContent content = content();
        if (content.hasKey()) {
            throw new BadUsageException(in + " is " + content
                    + ", and a private key does not belong in source code; give a" + " file with certificates alone");
        }
        String text = wanted.of(content.certificates());
        if (out == null) {
            screen.out().print(text);
            screen.out().flush();
        } else {
            new NewFiles(force).add(out, text.getBytes(StandardCharsets.UTF_8)).write(screen);
            screen.line(out + ": " + wanted.description() + ", "
                    + content.certificates().stream()
                            .map(CertificateSheet::subject)
                            .collect(Collectors.joining(", then ")));
        }
        return ExitCode.ACCEPTED;
    }

    static final class LanguageName implements ITypeConverter<CertificateSource> {

        @Override
        public CertificateSource convert(String text) {
            return Stream.of(CertificateSource.values())
                    .filter(each -> each.toString().equals(text))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("'" + text + "' is neither c-array nor java; without --to"
                                    + " it is PEM or DER, whichever the file is not"));
        }
    }
}
