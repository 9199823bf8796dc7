package io.wwep.pki;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;

/**
 * A name that a server's certificate is made for: a host name, perhaps with a wildcard, or an IP address.
 *
 * @param text such as {@code wwep.local}, {@code *.lab.example}, {@code 192.0.2.7} or {@code ::1}
 */
public record CertificateName(String text) {

    private static final int MAX_LENGTH = 253;
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    /** A wildcard is for one label, below a domain of two or more: clients take no other. */
    private static final Pattern HOST =
            Pattern.compile("(?:\\*\\." + LABEL + "\\.)?" + LABEL + "(?:\\." + LABEL + ")*");

    /** What has only these is an address, or a mistake. */
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");

    /**
     * A name.
     *
     * @param text without port or brackets
     * @throws IllegalArgumentException if no client could ask for a server by it
     */
    public CertificateName {
        boolean host = HOST.matcher(text).matches()
                && text.length() <= MAX_LENGTH
                && !DIGITS_AND_DOTS.matcher(text).matches();
        if (!host && !IPAddress.isValid(text)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no name for a server's certificate: give a host name of"
                            + " letters, digits, hyphens and dots, such as wwep.local, or an IP address, such as 192.0.2.7 or"
                            + " ::1, without port or brackets");
        }
    }

    /** Names as a certificate has them. */
    static List<GeneralName> all(String... texts) {
        return Arrays.stream(texts)
                .map(CertificateName::new)
                .map(CertificateName::forCertificate)
                .toList();
    }

    GeneralName forCertificate() {
        return new GeneralName(IPAddress.isValid(text) ? GeneralName.iPAddress : GeneralName.dNSName, text);
    }

    @Override
    public String toString() {
        return text;
    }
}
