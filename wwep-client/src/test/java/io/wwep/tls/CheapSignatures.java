package io.wwep.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fast substitute for ECDSA with SHA-256, on which a fuzzer would spend most of its time. It signs with a hash in the
 * form of a signature, which only one key accepts; the JDK verifies every other signature, once per key.
 */
final class CheapSignatures extends Provider {

    private static final long serialVersionUID = 1;
    private static final String ALGORITHM = "SHA256withECDSA";
    private static final int MOST_REMEMBERED = 1_000;

    private static final Map<List<?>, Boolean> VERIFIED = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<?>, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /**
     * Creates the provider, which must be installed first.
     *
     * @param signer the key that accepts these signatures
     */
    CheapSignatures(PublicKey signer) {
        super("Cheap", "1", "signatures for a fuzzer");
        putService(new Service(this, "Signature", ALGORITHM, Scheme.class.getName(), null, null) {

            @Override
            public Object newInstance(@Nullable Object parameter) {
                return new Scheme(signer);
            }
        });
    }

    private static final class Scheme extends SignatureSpi {

        private final PublicKey signer;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private @Nullable PublicKey key;

        Scheme(PublicKey signer) {
            this.signer = signer;
        }

        @Override
        protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
            try {
                // The JDK checks the key.
                real(publicKey);
            } catch (InvalidKeyException e) {
                throw e;
            } catch (GeneralSecurityException e) {
                throw new InvalidKeyException(e);
            }
            key = publicKey;
            content.reset();
        }

        @Override
        protected void engineInitSign(PrivateKey privateKey) {
            content.reset();
        }

        @Override
        protected void engineUpdate(byte each) {
            content.write(each);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) {
            content.write(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            return hash();
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            PublicKey given = key;
            if (given == null) {
                throw new SignatureException("no key");
            }
            if (Arrays.equals(hash(), signature)) {
                return given.equals(signer);
            }
            List<?> question = List.of(given, ByteBuffer.wrap(content.toByteArray()), ByteBuffer.wrap(signature));
            Boolean known = VERIFIED.get(question);
            if (known == null) {
                known = verify(given, signature);
                VERIFIED.put(question, known);
            }
            return known;
        }

        private boolean verify(PublicKey given, byte[] signature) throws SignatureException {
            try {
                Signature real = real(given);
                real.update(content.toByteArray());
                return real.verify(signature);
            } catch (SignatureException e) {
                throw e;
            } catch (GeneralSecurityException e) {
                throw new SignatureException(e);
            }
        }

        /** Returns the hash as a sequence of two numbers of 32 bytes. */
        private byte[] hash() throws SignatureException {
            byte[] hash;
            try {
                hash = MessageDigest.getInstance("SHA-256").digest(content.toByteArray());
            } catch (GeneralSecurityException e) {
                throw new SignatureException(e);
            }
            // DER requires numbers that are positive here and have no leading zero.
            hash[0] = 0x40;
            return ByteBuffer.allocate(70)
                    .put((byte) 0x30)
                    .put((byte) 68)
                    .put((byte) 2)
                    .put((byte) 32)
                    .put(hash)
                    .put((byte) 2)
                    .put((byte) 32)
                    .put(hash)
                    .array();
        }

        private static Signature real(PublicKey key) throws GeneralSecurityException {
            Signature real = Signature.getInstance(ALGORITHM, "SunEC");
            real.initVerify(key);
            return real;
        }

        @Override
        protected void engineSetParameter(@Nullable AlgorithmParameterSpec parameters)
                throws InvalidAlgorithmParameterException {
            if (parameters != null) {
                throw new InvalidAlgorithmParameterException("parameters are not supported");
            }
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException(name);
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException(name);
        }
    }
}
