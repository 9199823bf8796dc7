package io.wwep.examples.certs;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What an RSA signature is once it is opened with a public key: by PKCS#1 v1.5 the bytes 00 01, a padding of ff, 00, and a
 * DigestInfo, which names a digest's algorithm and has its value.
 *
 * @param block all bytes, as long as the key, in hexadecimal
 * @param padding the number of ff; 0 if this is not such a block
 * @param algorithm the digest's, such as SHA-256; empty if this is not such a block
 * @param digest the digest in it, in hexadecimal; empty if this is not such a block
 */
record OpenedSignature(String block, int padding, String algorithm, String digest) {

    /** A shorter padding is not allowed. */
    private static final int LEAST_PADDING = 8;

    private static final String SHA_2_AND_3 = "06096086480165030402";

    /** A digest that a DigestInfo may have, with its object identifier in DER. */
    private record Known(String name, String identifier, int length) {

        private static final List<Known> ALL = List.of(
                new Known("MD2", "06082a864886f70d0202", 16),
                new Known("MD5", "06082a864886f70d0205", 16),
                new Known("SHA-1", "06052b0e03021a", 20),
                new Known("SHA-224", SHA_2_AND_3 + "04", 28),
                new Known("SHA-256", SHA_2_AND_3 + "01", 32),
                new Known("SHA-384", SHA_2_AND_3 + "02", 48),
                new Known("SHA-512", SHA_2_AND_3 + "03", 64),
                new Known("SHA-512/224", SHA_2_AND_3 + "05", 28),
                new Known("SHA-512/256", SHA_2_AND_3 + "06", 32),
                new Known("SHA3-224", SHA_2_AND_3 + "07", 28),
                new Known("SHA3-256", SHA_2_AND_3 + "08", 32),
                new Known("SHA3-384", SHA_2_AND_3 + "09", 48),
                new Known("SHA3-512", SHA_2_AND_3 + "0a", 64));

        /** Returns whether this is a DigestInfo with this algorithm, with or without the parameter NULL. */
        boolean isIn(byte[] digestInfo) {
            return startsAs(digestInfo, "0500") || startsAs(digestInfo, "");
        }

        private boolean startsAs(byte[] digestInfo, String parameter) {
            int algorithmLength = (identifier.length() + parameter.length()) / 2;
            String start = String.format(
                    "30%02x30%02x%s%s04%02x",
                    algorithmLength + length + 4, algorithmLength, identifier, parameter, length);
            byte[] expected = HexFormat.of().parseHex(start);
            return digestInfo.length == expected.length + length
                    && Arrays.equals(Arrays.copyOf(digestInfo, expected.length), expected);
        }
    }

    /**
     * Opens a signature: raises it to the power of the key's exponent, modulo the key's modulus.
     *
     * @param signature is less than the modulus, as a number
     */
    static OpenedSignature of(byte[] signature, RSAPublicKey key) {
        BigInteger opened = new BigInteger(1, signature).modPow(key.getPublicExponent(), key.getModulus());
        byte[] block = toLength(opened.toByteArray(), (key.getModulus().bitLength() + 7) / 8);
        int end = 2;
        while (end < block.length && block[end] == (byte) 0xFF) {
            end++;
        }
        boolean padded =
                block[0] == 0 && block[1] == 1 && end - 2 >= LEAST_PADDING && end < block.length && block[end] == 0;
        if (padded) {
            byte[] digestInfo = Arrays.copyOfRange(block, end + 1, block.length);
            for (Known each : Known.ALL) {
                if (each.isIn(digestInfo)) {
                    String digest = HexFormat.of().formatHex(block, block.length - each.length, block.length);
                    return new OpenedSignature(HexFormat.of().formatHex(block), end - 2, each.name, digest);
                }
            }
        }
        return new OpenedSignature(HexFormat.of().formatHex(block), 0, "", "");
    }

    /** Returns whether it has padding and a DigestInfo with an algorithm that is known. */
    boolean hasDigest() {
        return !digest.isEmpty();
    }

    /** Adds leading zeros, or removes the one that only keeps a number positive. */
    private static byte[] toLength(byte[] number, int length) {
        byte[] result = new byte[length];
        int copied = Math.min(number.length, length);
        System.arraycopy(number, number.length - copied, result, length - copied, copied);
        return result;
    }
}
