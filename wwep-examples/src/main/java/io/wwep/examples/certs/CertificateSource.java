package io.wwep.examples.certs;

import io.wwep.pki.PemText;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Formats certificates as source code: the course's third way to give one to a client. */
public enum CertificateSource {
    /** A C string, as in the course's programs. */
    C_ARRAY("c-array", "a C string") {
        @Override
        public String of(List<X509Certificate> certificates) {
            return comments("/* ", " */", certificates)
                    + "static const char certificate[] =\n"
                    + pem(certificates, line -> "    \"" + line + "\\n\"")
                    + ";\n";
        }
    },

    /** A text block of Java, for {@code WwepTls.trustingPem}. */
    JAVA("java", "a Java text block") {
        @Override
        public String of(List<X509Certificate> certificates) {
            return comments("// ", "", certificates)
                    + "static final String CERTIFICATE = \"\"\"\n"
                    + pem(certificates, line -> "        " + line)
                    + "\n        \"\"\";\n";
        }
    };

    private final String text;
    private final String description;

    CertificateSource(String text, String description) {
        this.text = text;
        this.description = description;
    }

    /** Returns these certificates as source code, concatenated in one string. */
    public abstract String of(List<X509Certificate> certificates);

    /** Returns a description for people. */
    public String description() {
        return description;
    }

    /** Returns its name as an option's value. */
    @Override
    public String toString() {
        return text;
    }

    private static String pem(List<X509Certificate> certificates, Function<String, String> line) {
        return certificates.stream()
                .flatMap(certificate -> PemText.of(certificate).lines())
                .map(line)
                .collect(Collectors.joining("\n"));
    }

    /** Returns comments that a certificate's text cannot end or escape from. */
    private static String comments(String begin, String end, List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> begin
                        + (CertificateReport.subject(certificate) + ", until " + CertificateReport.lastDay(certificate))
                                .replaceAll("[\\\\*/?]", "-")
                        + end + "\n")
                .collect(Collectors.joining());
    }
}
