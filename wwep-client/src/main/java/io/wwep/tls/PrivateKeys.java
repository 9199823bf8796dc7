package io.wwep.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys in every format that openssl writes, PEM or DER, and in OpenSSH's, for programs that show or convert
 * them. {@link WwepTls} reads its own keys.
 */
public final class PrivateKeys {

    /** The JDK's names of the algorithms that TLS signs with. */
    private static final Map<String, String> ALGORITHMS =
            Map.of("RSA", "RSA", "RSA-PSS", "RSASSA-PSS", "EC", "EC", "Ed25519", "EdDSA", "Ed448", "EdDSA");

    private static final String OPEN_SSH = "OPENSSH PRIVATE KEY";
    private static final byte[] OPEN_SSH_MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPEN_SSH_PLAIN = "\0\0\0\4none".getBytes(StandardCharsets.ISO_8859_1);

    private final String source;
    private final boolean pem;
    private final char @Nullable [] password;

    private PrivateKeys(String source, boolean pem, char @Nullable [] password) {
        this.source = source;
        this.pem = pem;
        this.password = password;
    }

    /**
     * {@return the first private key of a file, RSA, EC or Ed25519} A key on an elliptic curve that TLS cannot use is read
     * too, if the JDK knows the curve: see {@link KeyDescription#obstacle}.
     *
     * @param file PKCS#8; or, with BouncyCastle's bcpkix present, PKCS#1, SEC1 or OpenSSH's format; PEM or DER
     * @throws TlsMaterialException if the file is missing, empty or damaged, has no private key, or has an encrypted one
     */
    public static PrivateKey read(Path file) {
        Objects.requireNonNull(file, "file");
        return read(Source.of(file), null);
    }

    /**
     * {@return the first private key of a file, as {@link #read(Path)} does, decrypted if it is encrypted} Decryption needs
     * BouncyCastle's bcpkix.
     *
     * @param file PKCS#8, PKCS#1 or SEC1; PEM or DER
     * @param password of the key; not modified, and ignored if the key is not encrypted
     * @throws TlsMaterialException if the file is missing, empty or damaged, has no private key, or the password is wrong
     */
    public static PrivateKey read(Path file, char[] password) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(password, "password");
        return read(Source.of(file), password);
    }

    /**
     * {@return whether the first private key of a file is encrypted, so that a password is needed to use it} False if there
     * is no key in it.
     *
     * @param file PEM or DER
     * @throws TlsMaterialException if the file is missing, empty or cut off
     */
    public static boolean isEncrypted(Path file) {
        Objects.requireNonNull(file, "file");
        Source source = Source.of(file);
        List<Pem.Block> blocks = Pem.blocks(source);
        if (blocks.isEmpty()) {
            return StoredFormat.of(source.bytes()) == StoredFormat.ENCRYPTED_PKCS8;
        }
        Optional<Pem.Block> key = blocks.stream().filter(Pem.Block::isKey).findFirst();
        return key.isPresent() && isEncrypted(source.name(), key.get());
    }

    /**
     * {@return why the first private key of a file could not be decrypted even with the right password, and what to do}
     * Empty if nothing prevents it, as far as that is known without the password, or if the key is not encrypted. Takes as
     * long as an attempt to decrypt it.
     *
     * @param file PEM or DER, with a private key
     * @throws TlsMaterialException if the file is missing, empty or cut off
     */
    public static Optional<String> obstacleToDecryption(Path file) {
        Objects.requireNonNull(file, "file");
        if (!isEncrypted(file)) {
            return Optional.empty();
        }
        try {
            read(Source.of(file), new char[0]);
            return Optional.empty();
        } catch (WrongPasswordException e) {
            return Optional.empty();
        } catch (TlsMaterialException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isEncrypted(String source, Pem.Block block) {
        if (EncryptedKey.of(block) != null) {
            return true;
        }
        byte[] content = block.der(source);
        return block.type().equals(OPEN_SSH)
                ? !isPlainOpenSsh(content)
                : StoredFormat.of(content) == StoredFormat.ENCRYPTED_PKCS8;
    }

    /** Reads the first private key of a source. */
    static PrivateKey read(Source source, char @Nullable [] password) {
        List<Pem.Block> blocks = Pem.blocks(source);
        PrivateKeys reader = new PrivateKeys(source.name(), !blocks.isEmpty(), password);
        if (blocks.isEmpty()) {
            return reader.key(
                    source.bytes(),
                    source.name() + " is neither a private key nor PEM that has one; give the file"
                            + " with BEGIN PRIVATE KEY");
        }
        return reader.key(blocks.stream()
                .filter(Pem.Block::isKey)
                .findFirst()
                .orElseThrow(() -> new TlsMaterialException(
                        source.name() + " has no private key, but a "
                                + blocks.get(0).type() + "; give the file with BEGIN PRIVATE KEY",
                        null)));
    }

    private PrivateKey key(Pem.Block block) {
        String damaged = "the private key in " + source + block.place() + " is damaged; copy the file again";
        EncryptedKey encrypted = EncryptedKey.of(block);
        if (encrypted != null) {
            byte[] body = encrypted.bodyOf(block).der(source);
            return key(
                    converted(block.type(), () -> BouncyCastleKeys.decrypted(source, encrypted, body, password)),
                    damaged);
        }
        byte[] content = block.der(source);
        if (block.type().equals(OPEN_SSH)) {
            return openSsh(content, damaged);
        }
        return key(content, damaged);
    }

    /** Reads an unencrypted key, or encrypted PKCS#8. */
    private PrivateKey key(byte[] content, String damaged) {
        StoredFormat format = StoredFormat.of(content);
        return switch (format) {
            case PKCS8 -> parse(content);
            case PKCS1 -> parse(converted("RSA PRIVATE KEY", () -> BouncyCastleKeys.ofPkcs1(source, content)));
            case SEC1 -> parse(converted("EC PRIVATE KEY", () -> BouncyCastleKeys.ofSec1(source, content)));
            case ENCRYPTED_PKCS8 ->
                parse(converted(
                        "ENCRYPTED PRIVATE KEY", () -> BouncyCastleKeys.decrypted(source, content, password, pem)));
            case DSA_KEY -> throw unsuitable("DSA");
            case UNKNOWN -> throw new TlsMaterialException(damaged, null);
            default ->
                throw new TlsMaterialException(
                        source + " is " + format + " and not a private key; "
                                + format.remedy(source, true).orElse("give the file with BEGIN PRIVATE KEY"),
                        null);
        };
    }

    private PrivateKey openSsh(byte[] content, String damaged) {
        if (!isPlainOpenSsh(content)) {
            boolean intact = startsWith(content, 0, OPEN_SSH_MAGIC);
            // Only the public part can be read; it shows the kind. OpenSSH writes Ed25519 only in its own format.
            String remedy = new String(content, StandardCharsets.ISO_8859_1).contains("ssh-ed25519")
                    ? "remove the password of a copy of it: ssh-keygen -p -N '' -f COPY"
                    : "convert a copy of it: ssh-keygen -p -m PEM -f COPY";
            throw new TlsMaterialException(
                    intact ? "the private key in " + source + " is an encrypted OpenSSH key; " + remedy : damaged,
                    null);
        }
        return parse(converted(OPEN_SSH, () -> BouncyCastleKeys.ofOpenSsh(source, content)));
    }

    private static boolean isPlainOpenSsh(byte[] content) {
        return startsWith(content, 0, OPEN_SSH_MAGIC) && startsWith(content, OPEN_SSH_MAGIC.length, OPEN_SSH_PLAIN);
    }

    private static boolean startsWith(byte[] content, int from, byte[] expected) {
        return content.length >= from + expected.length
                && Arrays.equals(content, from, from + expected.length, expected, 0, expected.length);
    }

    @FunctionalInterface
    private interface Conversion {
        byte[] run();
    }

    private byte[] converted(String type, Conversion conversion) {
        try {
            return conversion.run();
        } catch (NoClassDefFoundError e) {
            throw new TlsMaterialException(
                    "to read the " + type + " in " + source + ", add org.bouncycastle:bcpkix-jdk18on to the"
                            + " dependencies (on the module path also --add-modules org.bouncycastle.pkix), or convert the key: openssl pkcs8 -topk8 -nocrypt"
                            + (pem ? "" : " -inform DER") + " -in KEY -out KEY.pk8",
                    e);
        }
    }

    private PrivateKey parse(byte[] pkcs8) {
        KeyDescription key = KeyDescription.ofEncoded(pkcs8, false);
        String kind = key == null ? "" : key.curve().isEmpty() ? key.name() : "EC";
        String algorithm = ALGORITHMS.get(kind);
        if (key != null && algorithm == null) {
            throw unsuitable(key.name());
        }
        try {
            if (algorithm != null) {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            throw unreadable(key, e);
        }
        throw unreadable(key, null);
    }

    private TlsMaterialException unsuitable(String kind) {
        return new TlsMaterialException(
                "the private key in " + source + " is of the kind " + kind
                        + ", and TLS here uses RSA, EC and Ed25519; make one " + KeyDescription.P256_KEY
                        + ", and have a certificate issued for it",
                null);
    }

    private TlsMaterialException unreadable(@Nullable KeyDescription key, @Nullable Exception problem) {
        String prefix = "the private key in " + source + " ";
        if (key != null && key.obstacle().isPresent()) {
            return new TlsMaterialException(
                    prefix.replace("the private key in ", "") + key.obstacle().get(), problem);
        }
        Throwable root = problem;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        String detail = root == null || root.getMessage() == null
                ? ""
                : " (" + DistinguishedNames.printable(root.getMessage()) + ")";
        return new TlsMaterialException(
                prefix + "is damaged, or not one that Java accepts" + detail
                        + "; copy the file again, or make a new key",
                problem);
    }
}
