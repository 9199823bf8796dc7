package io.wwep.tls;

import java.io.IOException;
import java.io.StringReader;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMDecryptorProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/**
 * Turns the private keys that the JDK cannot read, PKCS#1, SEC1 and encrypted ones, into PKCS#8, which it can.
 *
 * <p>The only class that knows BouncyCastle, which takes a third of a second to load: it is touched for such keys only.
 * BouncyCastle's provider is used here as an object and never registered in the JVM.
 */
final class BouncyCastleKeys {

    private BouncyCastleKeys() {}

    static byte[] toPkcs8(String source, String pem, char @Nullable [] password) {
        Object parsed = parse(source, pem);
        try {
            if (parsed instanceof PEMEncryptedKeyPair encrypted) {
                PEMDecryptorProvider decryptor = new JcePEMDecryptorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(needed(source, password));
                return encrypted.decryptKeyPair(decryptor).getPrivateKeyInfo().getEncoded();
            }
            if (parsed instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
                InputDecryptorProvider decryptor = new JceOpenSSLPKCS8DecryptorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(needed(source, password));
                return encrypted.decryptPrivateKeyInfo(decryptor).getEncoded();
            }
            if (parsed instanceof PEMKeyPair pair) {
                return pair.getPrivateKeyInfo().getEncoded();
            }
        } catch (TlsMaterialException e) {
            throw e;
        } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
            // A wrong password shows in many ways: what comes out is rubbish.
            throw new TlsMaterialException(
                    "the private key in " + source
                            + " cannot be decrypted; the password is wrong: give the right one, or, if it is, copy the"
                            + " file anew",
                    e);
        }
        throw new TlsMaterialException(source + " has no private key in a format that is known", null);
    }

    private static @Nullable Object parse(String source, String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            return parser.readObject();
        } catch (IOException | RuntimeException e) {
            throw new TlsMaterialException(
                    "the private key in " + source + " is damaged: " + e.getMessage() + "; copy the file anew", e);
        }
    }

    private static char[] needed(String source, char @Nullable [] password) {
        if (password == null) {
            throw new TlsMaterialException(
                    "the private key in " + source + " is encrypted; give its password as well", null);
        }
        return password;
    }
}
