package io.wwep.tls;

import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Private keys from PEM, in every format that openssl writes: for programs that show or convert them. {@link WwepTls}
 * reads its own.
 */
public final class PrivateKeys {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PrivateKeys() {}

    /**
     * {@return the first private key of a file, RSA, EC or Ed25519}
     *
     * @param file PKCS#8, PEM or DER; or, with BouncyCastle's bcpkix at hand, PKCS#1 or SEC1 as PEM
     * @throws TlsMaterialException if the file is missing, empty or damaged, has no private key, or an encrypted one
     */
    public static PrivateKey read(Path file) {
        return read(Source.of(file), null);
    }

    /**
     * {@return whether the first private key of a file is encrypted, so that a password is needed to use it} False if there
     * is no key in it that is PEM.
     *
     * @param file PEM; of DER it cannot tell
     * @throws TlsMaterialException if the file is missing, empty or cut off
     */
    public static boolean isEncrypted(Path file) {
        Source source = Source.of(file);
        return Pem.blocks(source.name(), source.text()).stream()
                .filter(PrivateKeys::isKey)
                .findFirst()
                .map(Pem.Block::isEncrypted)
                .orElse(false);
    }

    /** The first private key of a source: PKCS#8, PKCS#1 or SEC1, encrypted or not; PKCS#8 also as DER. */
    static PrivateKey read(Source source, char @Nullable [] password) {
        String text = source.text();
        if (!Pem.isPem(text)) {
            return parse(source.name(), source.bytes());
        }
        List<Pem.Block> blocks = Pem.blocks(source.name(), text);
        for (Pem.Block block : blocks) {
            if (block.type().equals("PRIVATE KEY")) {
                return parse(source.name(), block.der(source.name()));
            }
            if (isKey(block)) {
                return parse(source.name(), convert(source.name(), block, password));
            }
        }
        throw new TlsMaterialException(
                source.name() + " has no private key, but a " + blocks.get(0).type()
                        + "; give the file with BEGIN PRIVATE KEY",
                null);
    }

    private static boolean isKey(Pem.Block block) {
        return block.type().endsWith("PRIVATE KEY");
    }

    private static byte[] convert(String source, Pem.Block block, char @Nullable [] password) {
        try {
            return BouncyCastleKeys.toPkcs8(source, block.text(), password);
        } catch (NoClassDefFoundError e) {
            throw new TlsMaterialException(
                    "to read the " + block.type() + " in " + source + ", add org.bouncycastle:bcpkix-jdk18on to the"
                            + " dependencies (on the module path also --add-modules org.bouncycastle.pkix), or convert the key: openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pk8",
                    e);
        }
    }

    private static PrivateKey parse(String source, byte[] pkcs8) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                // A key of another algorithm.
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has " + algorithm, e);
            }
        }
        throw new TlsMaterialException(
                "the private key in " + source
                        + " is damaged, or DER that is not plain PKCS#8, or of an algorithm other"
                        + " than RSA, EC and Ed25519; copy the file anew, as PEM (openssl pkey -inform DER -in KEY -out"
                        + " KEY.pem)",
                null);
    }
}
