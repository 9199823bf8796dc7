package io.wwep.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names in a server's certificate, and which of them are checked.
 *
 * @param all its alternative names that are host names or addresses, in order
 * @param hosts those entered as host names, even if they look like addresses
 * @param addresses those entered as IP addresses
 * @param common its common name, or the whole subject if it has none
 */
record ServerNames(List<String> all, List<String> hosts, List<String> addresses, String common) {

    private static final int DNS = 2;
    private static final int IP = 7;
    private static final int MOST_SHOWN = 10;

    /** Matches consecutive zero groups of an IPv6 address. */
    private static final Pattern ZEROS = Pattern.compile("\\b0(?::0)+\\b");

    static ServerNames of(X509Certificate certificate) {
        List<String> all = new ArrayList<>();
        List<String> hosts = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
                int kind = alternative.get(0) instanceof Integer number ? number : -1;
                String name = String.valueOf(alternative.get(1));
                if (kind == DNS) {
                    hosts.add(name);
                    all.add(name);
                } else if (kind == IP) {
                    addresses.add(shortened(name));
                    all.add(shortened(name));
                }
            }
        } catch (CertificateParsingException e) {
            // None of them can be read.
        }
        return new ServerNames(all, hosts, addresses, Certificates.commonName(certificate));
    }

    /** Returns the names by which the JDK can verify the server, whether dialed or expected. */
    List<String> verifiable() {
        return Stream.concat(
                        (hosts.isEmpty() ? List.of(common) : hosts).stream().filter(ServerNames::counts),
                        // An address with a mask is a whole network.
                        addresses.stream().filter(address -> !address.contains("/")))
                .toList();
    }

    /** Returns its wildcard names that can match something. */
    List<String> wildcards() {
        return (hosts.isEmpty() ? List.of(common) : hosts)
                .stream().filter(ServerNames::countsAsWildcard).toList();
    }

    /** The wildcard must precede the first dot (JDK 17 accepts it before any), and must expand to a valid name. */
    private static boolean countsAsWildcard(String host) {
        int last = host.lastIndexOf('*');
        return last >= 0 && host.indexOf('.') > last && counts(host.replace('*', 'z'));
    }

    /** An address never counts as a host name. Neither does a name with a final dot, which is removed from dialed names. */
    private static boolean counts(String host) {
        return !ExpectedName.isAddress(host)
                && !host.endsWith(".")
                && !host.contains("*")
                && ExpectedName.canBeChecked(host);
    }

    /** Explains why none of the names matches, and what to do about it. */
    String mismatch(String name) {
        String remedy = verifiable().stream()
                .findFirst()
                .map(each -> "if this is the right server all the same, say expectingName(\"" + each + "\")")
                .orElse("have one issued for " + name
                        + ", as a subject alternative name (openssl: -addext subjectAltName="
                        + (ExpectedName.isAddress(name) ? "IP:" : "DNS:") + name + ")");
        return "is not for " + name + ": " + inWords() + "; " + unexpected(name).orElse(remedy);
    }

    private String inWords() {
        String shown = String.join(", ", all.subList(0, Math.min(all.size(), MOST_SHOWN)));
        String names = "the names in it are " + shown
                + (all.size() > MOST_SHOWN ? " and " + (all.size() - MOST_SHOWN) + " more" : "");
        if (all.isEmpty()) {
            return "its only name is the common name " + common;
        }
        return hosts.isEmpty() ? names + ", and the common name " + common : names;
    }

    /** Explains why a similar entry does not match the name. */
    private Optional<String> unexpected(String name) {
        if (!ExpectedName.canBeChecked(name)) {
            return Optional.of("and " + ExpectedName.whyNot(name) + "; have one issued for a name that it can check"
                    + verifiable().stream()
                            .findFirst()
                            .map(each -> ", or, if this is the right server, say expectingName(\"" + each + "\")")
                            .orElse(""));
        }
        boolean address = ExpectedName.isAddress(name);
        if (address && Stream.concat(hosts.stream(), Stream.of(common)).anyMatch(name::equalsIgnoreCase)) {
            return Optional.of((hosts.contains(name) ? "a host-name entry" : "a common name")
                    + " does not count for an address; ask for a certificate with an IP entry (openssl: -addext subjectAltName=IP:"
                    + name + ")");
        }
        if (hosts.stream().anyMatch((name + ".")::equalsIgnoreCase)) {
            return Optional.of(
                    "an entry with a dot at its end never counts in Java; ask for a certificate with the entry " + name
                            + " (openssl: -addext subjectAltName=DNS:" + name + ")");
        }
        if (!address
                && hosts.stream()
                        .anyMatch(each -> each.indexOf('.', each.lastIndexOf('*') + 1) < 0 && each.contains("*"))) {
            return Optional.of(
                    "a * counts in Java only before a dot, as in *.example.org; ask for a certificate with the entry "
                            + name + " (openssl: -addext subjectAltName=DNS:" + name + ")");
        }
        if (!hosts.isEmpty() && !address && common.equalsIgnoreCase(name)) {
            return Optional.of("the common name does not count beside host names; ask for a certificate that has "
                    + name + " among them (openssl: -addext subjectAltName=DNS:" + name + ")");
        }
        return Optional.empty();
    }

    /** Writes an IPv6 address in its usual form, ::1 instead of the JDK's 0:0:0:0:0:0:0:1. */
    private static String shortened(String name) {
        return ZEROS.matcher(name)
                .results()
                .max(Comparator.comparingInt(zeros -> zeros.end() - zeros.start()))
                .map(zeros -> name.substring(0, zeros.start()) + "::" + name.substring(zeros.end()))
                .map(text -> text.replaceAll(":{3,}", "::"))
                .orElse(name);
    }
}
