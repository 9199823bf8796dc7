package io.wwep.pki;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** Whether a private and a public key are two halves of one key. */
final class KeyPairs {

    private KeyPairs() {}

    /**
     * Returns what it is given. Of keys that do not sign, such as X25519, only the algorithm is compared.
     *
     * @throws IllegalArgumentException if its halves do not belong together
     */
    static KeyPair checked(KeyPair keys) {
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
     * Whether the one verifies what the other signs.
     *
     * @throws GeneralSecurityException if the private key does not sign, so that this cannot be told
     */
    static boolean isMatching(PrivateKey own, PublicKey other) throws GeneralSecurityException {
        // Not an empty message: Java 17 verifies none that is signed with Ed25519.
        byte[] message = {1};
        String algorithm = SignatureAlgorithm.by(own);
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(own);
        signer.update(message);
        byte[] signed = signer.sign();
        try {
            // Another one: its provider must know the public key, and need not be that of the private key.
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(other);
            verifier.update(message);
            return verifier.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            return false;
        }
    }
}
