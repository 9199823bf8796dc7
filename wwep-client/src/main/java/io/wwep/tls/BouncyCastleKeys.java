package io.wwep.tls;

import java.io.IOException;
import java.io.StringReader;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMDecryptorProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
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
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object parsed = parser.readObject();
            if (parsed instanceof PEMEncryptedKeyPair encrypted) {
                PEMDecryptorProvider decryptor = new JcePEMDecryptorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(needed(source, password));
                return encrypted.decryptKeyPair(decryptor).getPrivateKeyInfo().getEncoded();
            }
            if (parsed instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
                return encrypted
                        .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                                .setProvider(new BouncyCastleProvider())
                                .build(needed(source, password)))
                        .getEncoded();
            }
            if (parsed instanceof PEMKeyPair pair) {
                return pair.getPrivateKeyInfo().getEncoded();
            }
            if (parsed instanceof PrivateKeyInfo plain) {
                return plain.getEncoded();
            }
            throw new TlsMaterialException(source + " has no private key that can be read", null);
        } catch (PKCSException | OperatorCreationException e) {
            throw wrongPassword(source, e);
        } catch (PEMException e) {
            throw password == null ? damaged(source, e) : wrongPassword(source, e);
        } catch (IOException | RuntimeException e) {
            throw e instanceof TlsMaterialException known
                    ? known
                    : password == null ? damaged(source, e) : wrongPassword(source, e);
        }
    }

    private static char[] needed(String source, char @Nullable [] password) {
        if (password == null) {
            throw new TlsMaterialException(
                    "the private key in " + source + " is encrypted; give its password as well", null);
        }
        return password;
    }

    private static TlsMaterialException wrongPassword(String source, Exception e) {
        return new TlsMaterialException(
                "the private key in " + source + " cannot be decrypted: the password is wrong, or the file is damaged",
                e);
    }

    private static TlsMaterialException damaged(String source, Exception e) {
        return new TlsMaterialException(
                "the private key in " + source + " cannot be read: " + e.getMessage() + "; copy the file anew", e);
    }
}
