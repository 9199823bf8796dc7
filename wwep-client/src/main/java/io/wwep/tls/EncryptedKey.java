package io.wwep.tls;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header of an encrypted key that is not PKCS#8, as openssl writes it.
 *
 * @param cipher openssl's name, such as AES-256-CBC
 * @param vector in hexadecimal digits
 * @param body the Base64 that follows
 */
record EncryptedKey(String cipher, String vector, String body) {

    /** The header fields are separated by line breaks, or by nothing if all is on one line. */
    private static final Pattern HEAD = Pattern.compile(
            "\\s*Proc-Type:\\s*4,\\s*ENCRYPTED\\s*DEK-Info:\\s*([A-Z0-9-]+),\\s*([0-9A-Fa-f]+)(.*)", Pattern.DOTALL);

    /** Returns null if a block is not encrypted in this way. */
    static @Nullable EncryptedKey of(Pem.Block block) {
        Matcher head = HEAD.matcher(block.body());
        if (!head.matches()) {
            return null;
        }
        String name = head.group(1);
        KeyCipher cipher = KeyCipher.ofName(name);
        // On one line, the first digits of the body may look like part of the vector.
        int digits = Math.min(head.group(2).length(), cipher == null ? Integer.MAX_VALUE : 2 * cipher.blockBytes());
        String vector = head.group(2).substring(0, digits - digits % 2);
        return new EncryptedKey(name, vector, head.group(2).substring(vector.length()) + head.group(3));
    }

    byte[] vectorBytes() {
        return HexFormat.of().parseHex(vector);
    }

    Pem.Block bodyOf(Pem.Block block) {
        return new Pem.Block(block.type(), block.number(), block.line(), body);
    }
}
