package io.wwep.examples;

import io.wwep.examples.certs.CertificateReport;
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

/** Section 6.6.2 of the course: converts DER, which browsers save, to PEM, which programs read, or back. */
@Command(
        name = "convert",
        description = {
            "Convert a certificate or a private key from DER to PEM or from PEM to DER, or certificates to source"
                    + " code.",
            "",
            "A DER file is binary and holds one certificate or key; a PEM file is text and can hold several. The key"
                    + " must not be encrypted. It is written as PKCS#8 to a file that only its owner can read."
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
            description = "The file to write. Optional with --to; the default is standard output.")
    private @Nullable Path out;

    @Option(
            names = "--to",
            paramLabel = "LANGUAGE",
            converter = LanguageName.class,
            description = "c-array: write certificates as a C string, as in the course's programs. java: as a Java text"
                    + " block.")
    private @Nullable CertificateSource language;

    @Option(names = "--force", description = "Overwrite OUT if it exists.")
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
        Conversion made = BadUsageException.ifInvalid(() -> Conversion.of(content));
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
        FileContent content = BadUsageException.ifInvalid(() -> FileContent.of(in));
        content.unusable().forEach(screen::skipped);
        return content;
    }

    private int source(CertificateSource wanted) {
        FileContent content = content();
        if (content.hasKey()) {
            throw new BadUsageException(in + " is " + content
                    + ", and a private key does not belong in source code; give a file with certificates only");
        }
        String text = wanted.of(content.certificates());
        if (out == null) {
            screen.out().print(text);
            screen.out().flush();
        } else {
            new NewFiles(force).add(out, text.getBytes(StandardCharsets.UTF_8)).write(screen);
            screen.line(out + ": " + wanted.description() + ", "
                    + content.certificates().stream()
                            .map(CertificateReport::subject)
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
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is neither c-array nor java; without"
                            + " --to, PEM becomes DER and DER becomes PEM"));
        }
    }
}
