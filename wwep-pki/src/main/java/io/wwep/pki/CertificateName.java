package io.wwep.pki;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/**
 * A name in a server certificate: a host name, optionally with a wildcard, or an IP address.
 *
 * @param text such as {@code wwep.local}, {@code *.lab.example}, {@code 192.0.2.7} or {@code ::1}
 */
public record CertificateName(String text) {

    private static final int MAX_LENGTH = 253;
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    /** A wildcard replaces one label below a domain of two or more labels: clients accept no other. */
    private static final Pattern HOST =
            Pattern.compile("(?:\\*\\." + LABEL + "\\.)?" + LABEL + "(?:\\." + LABEL + ")*");

    private static final Pattern ADDRESS = Pattern.compile("(?:\\d{1,3}\\.){3}\\d{1,3}|[0-9A-Fa-f.]*:[0-9A-Fa-f.:]+");

    /** Text of only these characters is an address or a mistake. */
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");

    /**
     * Checks the name.
     *
     * @param text the name, without port or brackets
     * @throws IllegalArgumentException if it is not a valid server name
     */
    public CertificateName {
        Objects.requireNonNull(text, "text");
        boolean host = HOST.matcher(text).matches()
                && text.length() <= MAX_LENGTH
                && !DIGITS_AND_DOTS.matcher(text).matches();
        if (!host && parseAddress(text) == null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a valid name for a server's certificate: give a host name of"
                            + " letters, digits, hyphens and dots, such as wwep.local, or an IP address, such as 192.0.2.7 or"
                            + " ::1, without port or brackets");
        }
    }

    /** Returns the bytes of an IP address, or null if the text is not one. */
    private static byte @Nullable [] parseAddress(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return null;
        }
        try {
            // Never does a DNS lookup, because the text is digits and dots or contains a colon.
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Parses names. */
    static List<GeneralName> parseAll(String... texts) {
        return Arrays.stream(texts)
                .map(CertificateName::new)
                .map(CertificateName::toGeneralName)
                .toList();
    }

    GeneralName toGeneralName() {
        byte[] address = parseAddress(text);
        return address == null
                ? new GeneralName(GeneralName.dNSName, text)
                : new GeneralName(GeneralName.iPAddress, new DEROctetString(address));
    }

    @Override
    public String toString() {
        return text;
    }
}
