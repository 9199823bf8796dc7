package io.wwep.tls;

import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The certificate algorithms disabled by this JVM's security properties. Considers only entries without further conditions;
 * the JDK applies those that hold only for public authorities or from a certain day on.
 */
final class DisabledAlgorithms {

    private static final Pattern KEY_SIZE = Pattern.compile("(\\S+) keySize < (\\d{1,9})");
    private static final Pattern PARTS_OF_SIGNATURE = Pattern.compile("with|and|in", Pattern.CASE_INSENSITIVE);

    private DisabledAlgorithms() {}

    /**
     * Returns whether signatures with this algorithm are rejected.
     *
     * @param signature the JDK's name, such as MD5withRSA
     */
    static boolean containsSignature(String signature) {
        List<String> parts = Stream.concat(Stream.of(signature), Arrays.stream(PARTS_OF_SIGNATURE.split(signature, -1)))
                .toList();
        return entries().anyMatch(entry -> parts.stream().anyMatch(entry::equalsIgnoreCase));
    }

    /** Returns the minimum length of a key in bits. */
    static OptionalInt minimumBits(String keyAlgorithm) {
        return entries()
                .map(KEY_SIZE::matcher)
                .filter(size -> size.matches() && size.group(1).equalsIgnoreCase(keyAlgorithm))
                .mapToInt(size -> Integer.parseInt(size.group(2)))
                .findFirst();
    }

    /** Returns whether all cipher suites with RSA key exchange are disabled, as on JDK 24 and later. */
    static boolean includesStaticRsa() {
        return property("jdk.tls.disabledAlgorithms").anyMatch(entry -> entry.startsWith("TLS_RSA_"));
    }

    private static Stream<String> entries() {
        return property("jdk.certpath.disabledAlgorithms");
    }

    private static Stream<String> property(String name) {
        String value = Security.getProperty(name);
        return value == null
                ? Stream.empty()
                : Arrays.stream(value.split(",", -1)).map(String::strip);
    }
}
