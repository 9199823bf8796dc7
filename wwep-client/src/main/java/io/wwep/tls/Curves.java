package io.wwep.tls;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Elliptic curves by object identifier: their common names, as used by openssl, and whether the JDK's TLS supports them. */
final class Curves {

    static final String EC_KEY = "1.2.840.10045.2.1";

    private static final Set<String> OF_TLS = Set.of("P-256", "P-384", "P-521");

    private static final String EXPLICIT = "with explicit parameters";
    private static final Pattern UNKNOWN_CURVE = Pattern.compile("Unknown named curve: ([0-9.]+)");

    private static final String BRAINPOOL = "1.3.36.3.3.2.8.1.1.";
    private static final int[] BRAINPOOL_BITS = {160, 192, 224, 256, 320, 384, 512};

    private static final Map<String, String> NAMES = Map.ofEntries(
            entry("1.2.840.10045.3.1.1", "P-192"),
            entry("1.2.840.10045.3.1.2", "prime192v2"),
            entry("1.2.840.10045.3.1.3", "prime192v3"),
            entry("1.2.840.10045.3.1.4", "prime239v1"),
            entry("1.2.840.10045.3.1.5", "prime239v2"),
            entry("1.2.840.10045.3.1.6", "prime239v3"),
            entry("1.2.840.10045.3.1.7", "P-256"),
            entry("1.2.840.10045.3.0.1", "c2pnb163v1"),
            entry("1.2.840.10045.3.0.2", "c2pnb163v2"),
            entry("1.2.840.10045.3.0.3", "c2pnb163v3"),
            entry("1.2.840.10045.3.0.4", "c2pnb176v1"),
            entry("1.2.840.10045.3.0.5", "c2tnb191v1"),
            entry("1.2.840.10045.3.0.6", "c2tnb191v2"),
            entry("1.2.840.10045.3.0.7", "c2tnb191v3"),
            entry("1.2.840.10045.3.0.10", "c2pnb208w1"),
            entry("1.2.840.10045.3.0.11", "c2tnb239v1"),
            entry("1.2.840.10045.3.0.12", "c2tnb239v2"),
            entry("1.2.840.10045.3.0.13", "c2tnb239v3"),
            entry("1.2.840.10045.3.0.16", "c2pnb272w1"),
            entry("1.2.840.10045.3.0.17", "c2pnb304w1"),
            entry("1.2.840.10045.3.0.18", "c2tnb359v1"),
            entry("1.2.840.10045.3.0.19", "c2pnb368w1"),
            entry("1.2.840.10045.3.0.20", "c2tnb431r1"),
            entry("1.3.132.0.1", "K-163"),
            entry("1.3.132.0.2", "sect163r1"),
            entry("1.3.132.0.3", "sect239k1"),
            entry("1.3.132.0.4", "sect113r1"),
            entry("1.3.132.0.5", "sect113r2"),
            entry("1.3.132.0.6", "secp112r1"),
            entry("1.3.132.0.7", "secp112r2"),
            entry("1.3.132.0.8", "secp160r1"),
            entry("1.3.132.0.9", "secp160k1"),
            entry("1.3.132.0.10", "secp256k1"),
            entry("1.3.132.0.15", "B-163"),
            entry("1.3.132.0.16", "K-283"),
            entry("1.3.132.0.17", "B-283"),
            entry("1.3.132.0.22", "sect131r1"),
            entry("1.3.132.0.23", "sect131r2"),
            entry("1.3.132.0.24", "sect193r1"),
            entry("1.3.132.0.25", "sect193r2"),
            entry("1.3.132.0.26", "K-233"),
            entry("1.3.132.0.27", "B-233"),
            entry("1.3.132.0.28", "secp128r1"),
            entry("1.3.132.0.29", "secp128r2"),
            entry("1.3.132.0.30", "secp160r2"),
            entry("1.3.132.0.31", "secp192k1"),
            entry("1.3.132.0.32", "secp224k1"),
            entry("1.3.132.0.33", "P-224"),
            entry("1.3.132.0.34", "P-384"),
            entry("1.3.132.0.35", "P-521"),
            entry("1.3.132.0.36", "K-409"),
            entry("1.3.132.0.37", "B-409"),
            entry("1.3.132.0.38", "K-571"),
            entry("1.3.132.0.39", "B-571"),
            entry("1.2.156.10197.1.301", "SM2"),
            entry("1.2.250.1.223.101.256.1", "FRP256v1"));

    private Curves() {}

    /** Returns the name of the curve in an algorithm's parameters, to be read after "EC ". */
    static String name(Der parameters) {
        return parameters.is(Der.SEQUENCE) ? EXPLICIT : name(parameters.oid());
    }

    /**
     * Returns the name of the curve of a key that the JDK could not read; empty if the curve was not the reason.
     *
     * @param detail the JDK's message
     */
    static Optional<String> ofUnreadableKey(String detail) {
        Matcher unknown = UNKNOWN_CURVE.matcher(detail);
        if (unknown.find()) {
            return Optional.of(name(unknown.group(1)));
        }
        return detail.contains("Only named ECParameters supported") ? Optional.of(EXPLICIT) : Optional.empty();
    }

    private static String name(String oid) {
        if (oid.matches("\\Q" + BRAINPOOL + "\\E(?:[1-9]|1[0-4])")) {
            int number = Integer.parseInt(oid.substring(BRAINPOOL.length())) - 1;
            return "brainpoolP" + BRAINPOOL_BITS[number / 2] + (number % 2 == 0 ? "r1" : "t1");
        }
        return oid.isEmpty() ? "of an unknown curve" : NAMES.getOrDefault(oid, oid);
    }

    static boolean isOfTls(String name) {
        return OF_TLS.contains(name);
    }
}
