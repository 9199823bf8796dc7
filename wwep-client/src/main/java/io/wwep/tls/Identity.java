package io.wwep.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An identity: a certificate with its intermediate certificates, and its private key.
 *
 * @param chain the certificates, the identity's own first
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {

    private static final String RSA_PSS = "RSASSA-PSS";
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    static Identity read(Source certificates, Source key, char @Nullable [] password) {
        PrivateKey own = PrivateKeys.read(key, password);
        KeyDescription kind = KeyDescription.of(own);
        if (kind.isOnUnusableCurve()) {
            throw new TlsMaterialException(key.name() + " " + kind.obstacle().orElseThrow(), null);
        }
        List<X509Certificate> given = CertificateReader.of(certificates).chain();
        Identity identity = new Identity(Certificates.path(given.get(0), given), own);
        if (!identity.matches()) {
            X509Certificate first = given.get(0);
            KeyDescription other = KeyDescription.of(first.getPublicKey());
            throw new TlsMaterialException(
                    "the private key in " + key.name() + " is not that of the certificate "
                            + DistinguishedNames.printable(Certificates.commonName(first)) + " in "
                            + certificates.name()
                            + (other.equals(kind) ? "" : ": the one is " + kind + ", the other " + other)
                            + "; give the two that were made together, the server's or client's own certificate first",
                    null);
        }
        return identity;
    }

    /** Returns whether the certificate verifies signatures of the key. */
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
            if (key instanceof RSAKey rsa && key.getAlgorithm().equals(RSA_PSS)) {
                signature.setParameter(rsa.getParams() == null ? PSS : rsa.getParams());
            }
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException | ProviderException e) {
            return false; // the key and the certificate have different algorithms
        }
    }
}
