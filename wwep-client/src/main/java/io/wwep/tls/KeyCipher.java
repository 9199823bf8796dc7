package io.wwep.tls;

import static java.util.Map.entry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cipher for encrypted private keys.
 *
 * @param transformation BouncyCastle's name
 * @param keyBytes the length of its key
 */
record KeyCipher(String transformation, int keyBytes) {

    private static final int LONGEST_NAME = 40;
    private static final String RC4 = "1.2.840.113549.3.4";

    /** The ciphers by openssl's names, without the mode and, where there are several, the number of bits. */
    private static final Map<String, String> FAMILIES = Map.ofEntries(
            entry("AES", "AES"),
            entry("ARIA", "ARIA"),
            entry("CAMELLIA", "Camellia"),
            entry("SEED", "SEED"),
            entry("SM4", "SM4"),
            entry("DES", "DES"),
            entry("DES-EDE", "DESede"),
            entry("DES-EDE3", "DESede"),
            entry("BF", "Blowfish"),
            entry("CAST5", "CAST5"),
            entry("IDEA", "IDEA"),
            entry("RC2", "RC2"));

    private static final Map<String, Integer> KEY_BYTES = Map.of("DES", 8, "DES-EDE", 16, "DES-EDE3", 24);

    /** The ciphers by object identifier. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            entry("2.16.840.1.101.3.4.1.1", "AES-128-ECB"),
            entry("2.16.840.1.101.3.4.1.2", "AES-128-CBC"),
            entry("2.16.840.1.101.3.4.1.3", "AES-128-OFB"),
            entry("2.16.840.1.101.3.4.1.4", "AES-128-CFB"),
            entry("2.16.840.1.101.3.4.1.21", "AES-192-ECB"),
            entry("2.16.840.1.101.3.4.1.22", "AES-192-CBC"),
            entry("2.16.840.1.101.3.4.1.23", "AES-192-OFB"),
            entry("2.16.840.1.101.3.4.1.24", "AES-192-CFB"),
            entry("2.16.840.1.101.3.4.1.41", "AES-256-ECB"),
            entry("2.16.840.1.101.3.4.1.42", "AES-256-CBC"),
            entry("2.16.840.1.101.3.4.1.43", "AES-256-OFB"),
            entry("2.16.840.1.101.3.4.1.44", "AES-256-CFB"),
            entry("1.2.410.200046.1.1.1", "ARIA-128-ECB"),
            entry("1.2.410.200046.1.1.2", "ARIA-128-CBC"),
            entry("1.2.410.200046.1.1.3", "ARIA-128-CFB"),
            entry("1.2.410.200046.1.1.4", "ARIA-128-OFB"),
            entry("1.2.410.200046.1.1.6", "ARIA-192-ECB"),
            entry("1.2.410.200046.1.1.7", "ARIA-192-CBC"),
            entry("1.2.410.200046.1.1.8", "ARIA-192-CFB"),
            entry("1.2.410.200046.1.1.9", "ARIA-192-OFB"),
            entry("1.2.410.200046.1.1.11", "ARIA-256-ECB"),
            entry("1.2.410.200046.1.1.12", "ARIA-256-CBC"),
            entry("1.2.410.200046.1.1.13", "ARIA-256-CFB"),
            entry("1.2.410.200046.1.1.14", "ARIA-256-OFB"),
            entry("1.2.392.200011.61.1.1.1.2", "CAMELLIA-128-CBC"),
            entry("1.2.392.200011.61.1.1.1.3", "CAMELLIA-192-CBC"),
            entry("1.2.392.200011.61.1.1.1.4", "CAMELLIA-256-CBC"),
            entry("0.3.4401.5.3.1.9.1", "CAMELLIA-128-ECB"),
            entry("0.3.4401.5.3.1.9.3", "CAMELLIA-128-OFB"),
            entry("0.3.4401.5.3.1.9.4", "CAMELLIA-128-CFB"),
            entry("0.3.4401.5.3.1.9.21", "CAMELLIA-192-ECB"),
            entry("0.3.4401.5.3.1.9.23", "CAMELLIA-192-OFB"),
            entry("0.3.4401.5.3.1.9.24", "CAMELLIA-192-CFB"),
            entry("0.3.4401.5.3.1.9.41", "CAMELLIA-256-ECB"),
            entry("0.3.4401.5.3.1.9.43", "CAMELLIA-256-OFB"),
            entry("0.3.4401.5.3.1.9.44", "CAMELLIA-256-CFB"),
            entry("1.2.410.200004.1.3", "SEED-ECB"),
            entry("1.2.410.200004.1.4", "SEED-CBC"),
            entry("1.2.410.200004.1.5", "SEED-CFB"),
            entry("1.2.410.200004.1.6", "SEED-OFB"),
            entry("1.2.156.10197.1.104.1", "SM4-ECB"),
            entry("1.2.156.10197.1.104.2", "SM4-CBC"),
            entry("1.2.156.10197.1.104.3", "SM4-OFB"),
            entry("1.2.156.10197.1.104.4", "SM4-CFB"),
            entry("1.2.840.113549.3.2", "RC2-CBC"),
            entry("1.2.840.113549.3.7", "DES-EDE3-CBC"),
            entry("1.3.14.3.2.6", "DES-ECB"),
            entry("1.3.14.3.2.7", "DES-CBC"),
            entry("1.3.14.3.2.8", "DES-OFB"),
            entry("1.3.14.3.2.9", "DES-CFB"),
            entry("1.3.6.1.4.1.3029.1.2", "BF-CBC"),
            entry("1.2.840.113533.7.66.10", "CAST5-CBC"),
            entry("1.3.6.1.4.1.188.7.1.1.2", "IDEA-CBC"));

    /** Returns the cipher with this object identifier, or null if it is unknown. */
    static @Nullable KeyCipher ofOid(String oid) {
        String name = NAMES.get(oid);
        if (name == null) {
            // A stream cipher has neither mode nor vector; BouncyCastle calls it ECB.
            return oid.equals(RC4) ? new KeyCipher("RC4/ECB/NoPadding", 16) : null;
        }
        return ofName(name);
    }

    /** Returns the cipher with this openssl name, such as AES-256-CBC, or null if it is unknown. */
    static @Nullable KeyCipher ofName(String name) {
        int mode = name.lastIndexOf('-');
        if (mode < 0 || name.length() > LONGEST_NAME) {
            return null;
        }
        String family = name.substring(0, mode);
        int bits = 128;
        if (family.matches(".*-(?:128|192|256|40|64)")) {
            int end = family.lastIndexOf('-');
            bits = Integer.parseInt(family.substring(end + 1));
            family = family.substring(0, end);
        }
        String algorithm = FAMILIES.get(family);
        String padding = switch (name.substring(mode + 1)) {
            case "CBC" -> "/CBC/PKCS5Padding";
            case "ECB" -> "/ECB/PKCS5Padding";
            case "CFB" -> "/CFB/NoPadding";
            case "CFB8" -> "/CFB8/NoPadding";
            case "OFB" -> "/OFB/NoPadding";
            default -> "";
        };
        return algorithm == null || padding.isEmpty()
                ? null
                : new KeyCipher(algorithm + padding, KEY_BYTES.getOrDefault(family, bits / Byte.SIZE));
    }

    /** Returns the algorithm name for its key, without mode and padding. */
    String algorithm() {
        return transformation.substring(0, transformation.indexOf('/'));
    }

    boolean hasVector() {
        return !transformation.contains("/ECB/");
    }

    /** Returns the length of its blocks, and so of the vector, in bytes. */
    int blockBytes() {
        return switch (algorithm()) {
            case "DES", "DESede", "Blowfish", "CAST5", "IDEA", "RC2" -> 8;
            default -> 16;
        };
    }
}
