package io.wwep.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who one is: a certificate with those that lead to its issuer, and its private key.
 *
 * @param chain the own certificate first
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {

    static Identity read(Source certificates, Source key, char @Nullable [] password) {
        List<X509Certificate> given = Certificates.read(certificates);
        Identity identity = new Identity(Certificates.path(given.get(0), given), PrivateKeys.read(key, password));
        if (!identity.matches()) {
            throw new TlsMaterialException(
                    "the private key in " + key.name() + " is not that of the certificate "
                            + Certificates.commonName(identity.chain.get(0)) + " in " + certificates.name()
                            + "; give the two that were made together, the server's or client's own certificate first",
                    null);
        }
        return identity;
    }

    /** Whether the certificate verifies what the key signs. */
    private boolean matches() {
        PublicKey publicKey = chain.get(0).getPublicKey();
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            byte[] message = {1, 2, 3};
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // a key of one algorithm and a certificate of another
        }
    }
}
