package io.wwep.tls;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The kind of binary content, recognized by its structure: DER of each kind that stores certificates or keys, or a keystore.
 */
enum StoredFormat {
    CERTIFICATE("a certificate"),
    REQUEST("a certificate request, which an authority has yet to sign"),
    REVOCATIONS("a list of revoked certificates"),
    PKCS8("a private key"),
    ENCRYPTED_PKCS8("an encrypted private key"),
    PKCS1("a private key"),
    SEC1("a private key"),
    DSA_KEY("a private key (DSA)"),
    PUBLIC_KEY("a public key"),
    PKCS12("a PKCS#12 keystore"),
    JAVA_KEYSTORE("a Java keystore"),
    PKCS7("a PKCS#7 bundle"),
    UNKNOWN("something else");

    private static final String PKCS7_TYPES = "1.2.840.113549.1.7.";
    private static final int RSA_NUMBERS = 9;
    private static final int DSA_NUMBERS = 6;
    private static final int PKCS12_VERSION = 3;
    private static final int PARTS_OF_REQUEST = 4;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;

    private final String words;

    StoredFormat(String words) {
        this.words = words;
    }

    static StoredFormat of(byte[] bytes) {
        if (startsWith(bytes, 0xFE, 0xED, 0xFE, 0xED) || startsWith(bytes, 0xCE, 0xCE, 0xCE, 0xCE)) {
            return JAVA_KEYSTORE;
        }
        Der whole = Der.first(bytes);
        return whole == null || !whole.is(Der.SEQUENCE) ? UNKNOWN : of(whole.elements());
    }

    private static StoredFormat of(List<Der> parts) {
        List<Integer> tags = parts.stream().map(Der::tag).toList();
        if (startsWith(tags, Der.SEQUENCE, Der.SEQUENCE, Der.BIT_STRING)) {
            return signed(parts.get(0));
        }
        if (startsWith(tags, Der.SEQUENCE, Der.BIT_STRING)) {
            return PUBLIC_KEY;
        }
        if (startsWith(tags, Der.SEQUENCE, Der.OCTET_STRING)) {
            return ENCRYPTED_PKCS8;
        }
        if (tags.size() == 2 && parts.get(0).oid().startsWith(PKCS7_TYPES)) {
            return PKCS7;
        }
        if (startsWith(tags, Der.INTEGER, Der.SEQUENCE) && isPkcs12(parts)) {
            return PKCS12;
        }
        if (startsWith(tags, Der.INTEGER, Der.SEQUENCE, Der.OCTET_STRING)) {
            return PKCS8;
        }
        if (startsWith(tags, Der.INTEGER, Der.OCTET_STRING)) {
            return SEC1;
        }
        boolean numbers = Collections.frequency(tags, Der.INTEGER) == tags.size();
        if (numbers && tags.size() == DSA_NUMBERS) {
            return DSA_KEY;
        }
        return tags.size() >= RSA_NUMBERS && startsWith(tags, Collections.nCopies(RSA_NUMBERS, Der.INTEGER))
                ? PKCS1
                : UNKNOWN;
    }

    private static StoredFormat signed(Der content) {
        List<Integer> tags = content.tags();
        if (tags.contains(UTC_TIME) || tags.contains(GENERALIZED_TIME)) {
            return REVOCATIONS;
        }
        return tags.size() <= PARTS_OF_REQUEST && startsWith(tags, Der.INTEGER, Der.SEQUENCE, Der.SEQUENCE)
                ? REQUEST
                : CERTIFICATE;
    }

    private static boolean isPkcs12(List<Der> parts) {
        byte[] version = parts.get(0).content();
        List<Der> content = parts.get(1).elements();
        return version.length == 1
                && version[0] == PKCS12_VERSION
                && !content.isEmpty()
                && content.get(0).oid().startsWith(PKCS7_TYPES);
    }

    private static boolean startsWith(List<Integer> tags, Integer... expected) {
        return startsWith(tags, List.of(expected));
    }

    private static boolean startsWith(List<Integer> tags, List<Integer> expected) {
        return tags.size() >= expected.size()
                && tags.subList(0, expected.size()).equals(expected);
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    boolean isPrivateKey() {
        return this == PKCS8 || this == ENCRYPTED_PKCS8 || this == PKCS1 || this == SEC1 || this == DSA_KEY;
    }

    /**
     * Explains how to use content that may contain certificates or a key, but is neither PEM nor DER of the right kind.
     *
     * @param key whether a private key is wanted rather than certificates
     */
    Optional<String> remedy(String source, boolean key) {
        @Nullable
        String command = switch (this) {
            case PKCS12 ->
                (key ? "" : "use trustingKeyStore(…), or ") + "convert it: openssl pkcs12 -in " + source
                        + (key ? " -nocerts -nodes" : " -nokeys") + " -out FILE.pem";
            case JAVA_KEYSTORE ->
                (key ? "" : "use trustingKeyStore(…), or ") + "convert it: keytool -importkeystore -srckeystore "
                        + source + " -destkeystore FILE.p12, and then openssl pkcs12 -in FILE.p12"
                        + (key ? " -nocerts -nodes" : " -nokeys") + " -out FILE.pem";
            case PKCS7 ->
                key
                        ? "it has no private key: give the file that has it"
                        : "convert it: openssl cms -cmsout -noout -inform DER -in " + source + " -certsout FILE.pem";
            default -> null;
        };
        return Optional.ofNullable(command);
    }

    /** Returns a description such as "a certificate". */
    @Override
    public String toString() {
        return words;
    }
}
