package io.wwep.tls;

import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this JVM's security properties rule out in certificates. Only entries without further conditions count here: those
 * that hold for public authorities or from some day on are left to the JDK.
 */
final class DisabledAlgorithms {

    private static final Pattern KEY_SIZE = Pattern.compile("(\\S+) keySize < (\\d{1,9})");
    private static final Pattern PARTS_OF_SIGNATURE = Pattern.compile("with|and|in", Pattern.CASE_INSENSITIVE);

    private DisabledAlgorithms() {}

    /**
     * Whether signatures by it are not accepted.
     *
     * @param signature as the JDK names it, such as MD5withRSA
     */
    static boolean containsSignature(String signature) {
        List<String> parts = Stream.concat(Stream.of(signature), Arrays.stream(PARTS_OF_SIGNATURE.split(signature, -1)))
                .toList();
        return entries().anyMatch(entry -> parts.stream().anyMatch(entry::equalsIgnoreCase));
    }

    /** How many bits a key must have at least. */
    static OptionalInt minimumBits(String keyAlgorithm) {
        return entries()
                .map(KEY_SIZE::matcher)
                .filter(size -> size.matches() && size.group(1).equalsIgnoreCase(keyAlgorithm))
                .mapToInt(size -> Integer.parseInt(size.group(2)))
                .findFirst();
    }

    /** Whether suites with RSA key exchange are switched off as a whole, as JDK 24 and later do. */
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
