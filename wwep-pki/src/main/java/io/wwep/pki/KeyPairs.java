package io.wwep.pki;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** Checks whether private and public keys match. */
final class KeyPairs {

    private KeyPairs() {}

    /**
     * Returns the given pair. For keys that cannot sign, such as X25519, compares only the algorithms.
     *
     * @throws IllegalArgumentException if the keys do not match
     */
    static KeyPair requireMatching(KeyPair keys) {
        boolean matching;
        try {
            matching = isMatching(keys.getPrivate(), keys.getPublic());
        } catch (GeneralSecurityException e) {
            matching = keys.getPrivate().getAlgorithm().equals(keys.getPublic().getAlgorithm());
        }
        if (!matching) {
            throw new IllegalArgumentException("the private key " + KeyText.of(keys.getPrivate())
                    + " does not belong to the public key " + KeyText.of(keys.getPublic())
                    + ": give the two that were generated together");
        }
        return keys;
    }

    /**
     * Returns whether the public key verifies a signature of the private key.
     *
     * @throws GeneralSecurityException if the private key cannot sign
     */
    static boolean isMatching(PrivateKey own, PublicKey other) throws GeneralSecurityException {
        // Not empty, because Java 17 cannot verify an Ed25519 signature of an empty message.
        byte[] message = {1};
        String algorithm = SignatureAlgorithm.of(own);
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(own);
        signer.update(message);
        byte[] signed = signer.sign();
        try {
            // A separate instance, because the two keys may belong to different providers.
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(other);
            verifier.update(message);
            return verifier.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            return false;
        }
    }
}
