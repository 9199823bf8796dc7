package io.wwep.examples;

import io.wwep.pki.CertificateBuilder;
import io.wwep.pki.CertificateName;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of commands that create keys: names, kind and output folder. */
final class NewKeyOptions {

    /** A common name has at most 64 characters. */
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9 ]{0,38}[A-Za-z0-9])?");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "localhost,127.0.0.1,::1",
            split = ",",
            converter = NameConverter.class,
            description = "A host name or IP address of the server; repeat the option or separate names by commas."
                    + " Default: ${DEFAULT-VALUE}.")
    private Set<CertificateName> names = new LinkedHashSet<>();

    @Option(
            names = "--key",
            paramLabel = "KIND",
            defaultValue = "rsa:2048",
            converter = KeyKindConverter.class,
            description = "The kind of keys: rsa:2048, ec:p256 or ed25519. Default: ${DEFAULT-VALUE}, which every"
                    + " device supports.")
    private KeyKind kind = KeyKind.RSA;

    @Option(
            names = "--label",
            paramLabel = "TEXT",
            defaultValue = "WWEP",
            description = "The prefix of subjects, as in CN=WWEP server, and of file names in lower case, as in"
                    + " wwep-server.pem. Letters, digits and spaces. Default: ${DEFAULT-VALUE}.")
    private String label = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The folder to write to; it is created if it is missing.")
    private Path folder = Path.of("");

    @Option(names = "--force", description = "Overwrite files of the same names.")
    private boolean force;

    /** Checks what converters cannot. */
    void check() {
        if (!LABEL.matcher(label).matches()) {
            throw new BadUsageException(
                    "--label: '" + label + "' is not a label; give up to 40 letters, digits and spaces");
        }
    }

    /**
     * Returns a builder for a certificate with a key of this kind, whose subject is the label followed by this name.
     */
    CertificateBuilder certificate(String what) {
        return IssuedCertificate.named(label + " " + what).key(kind);
    }

    /** Returns the start of a file's name. */
    String stem(String what) {
        return label.toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + what;
    }

    Set<CertificateName> names() {
        return names;
    }

    String[] texts() {
        return names.stream().map(CertificateName::text).toArray(String[]::new);
    }

    KeyKind kind() {
        return kind;
    }

    String label() {
        return label;
    }

    Path folder() {
        return folder;
    }

    boolean isForced() {
        return force;
    }

    static final class NameConverter implements ITypeConverter<CertificateName> {

        @Override
        public CertificateName convert(String text) {
            try {
                return new CertificateName(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class KeyKindConverter implements ITypeConverter<KeyKind> {

        private static final List<KeyKind> OFFERED = List.of(KeyKind.RSA, KeyKind.EC, KeyKind.ED25519);

        @Override
        public KeyKind convert(String text) {
            return OFFERED.stream()
                    .filter(kind -> kind.toString().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is not a kind of key: give one of "
                            + OFFERED.stream().map(KeyKind::toString).collect(Collectors.joining(", "))));
        }
    }
}
