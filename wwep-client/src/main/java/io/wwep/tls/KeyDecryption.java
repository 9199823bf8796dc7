package io.wwep.tls;

import static java.util.Map.entry;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.generators.OpenSSLPBEParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.util.DigestFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/** Decrypts private keys by a password, and distinguishes a wrong password from an unsupported encryption. */
final class KeyDecryption {

    /** Limits the work to about three seconds; openssl's default is 2048. */
    private static final BigInteger MOST_ITERATIONS = BigInteger.valueOf(10_000_000);

    private static final BigInteger MOST_SCRYPT_BYTES = BigInteger.valueOf(256L << 20);

    private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";
    private static final int SALT_BYTES = 8;

    /** The hash of each pseudorandom function. */
    private static final Map<String, Supplier<Digest>> FUNCTIONS = Map.ofEntries(
            entry("1.2.840.113549.2.6", DigestFactory::createMD5),
            entry("1.2.840.113549.2.7", DigestFactory::createSHA1),
            entry("1.2.840.113549.2.8", DigestFactory::createSHA224),
            entry("1.2.840.113549.2.9", DigestFactory::createSHA256),
            entry("1.2.840.113549.2.10", DigestFactory::createSHA384),
            entry("1.2.840.113549.2.11", DigestFactory::createSHA512),
            entry("1.2.840.113549.2.12", DigestFactory::createSHA512_224),
            entry("1.2.840.113549.2.13", DigestFactory::createSHA512_256),
            entry("2.16.840.1.101.3.4.2.13", DigestFactory::createSHA3_224),
            entry("2.16.840.1.101.3.4.2.14", DigestFactory::createSHA3_256),
            entry("2.16.840.1.101.3.4.2.15", DigestFactory::createSHA3_384),
            entry("2.16.840.1.101.3.4.2.16", DigestFactory::createSHA3_512),
            entry("1.2.156.10197.1.401.3.1", SM3Digest::new));

    private final String source;
    private final char[] password;
    private final boolean pem;

    KeyDecryption(String source, char[] password, boolean pem) {
        this.source = source;
        this.password = password;
        this.pem = pem;
    }

    char[] password() {
        return password;
    }

    /** Decrypts by PKCS#5 v2: any cipher, with any supported key derivation function. */
    byte[] pbes2(@Nullable ASN1Encodable parameters, byte[] encrypted) {
        KeyCipher cipher;
        UnaryOperator<byte[]> key;
        byte[] vector;
        try {
            PBES2Parameters scheme = PBES2Parameters.getInstance(parameters);
            EncryptionScheme encryption = scheme.getEncryptionScheme();
            String oid = encryption.getAlgorithm().getId();
            cipher = KeyCipher.ofOid(oid);
            if (cipher == null) {
                throw unknown("the cipher " + oid);
            }
            key = key(scheme.getKeyDerivationFunc(), cipher.keyBytes());
            vector = cipher.hasVector() ? vector(encryption.getParameters()) : new byte[0];
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            if (e instanceof TlsMaterialException known) {
                throw known;
            }
            throw new TlsMaterialException(
                    "the private key in " + source
                            + " is damaged: how it is encrypted cannot be read; copy the file again",
                    e);
        }
        return decrypt(cipher, key, vector, encrypted);
    }

    /** Decrypts with the key that openssl derives from a password and the first bytes of the vector. */
    byte[] traditional(EncryptedKey encrypted, byte[] body) {
        KeyCipher cipher = KeyCipher.ofName(encrypted.cipher());
        byte[] vector = encrypted.vectorBytes();
        if (cipher == null) {
            throw unknown("the cipher " + encrypted.cipher());
        }
        if (vector.length < SALT_BYTES) {
            throw new TlsMaterialException(
                    "the private key in " + source + " is damaged: its DEK-Info is too short; copy the file again",
                    null);
        }
        OpenSSLPBEParametersGenerator generator = new OpenSSLPBEParametersGenerator();
        UnaryOperator<byte[]> key = bytes -> {
            generator.init(bytes, Arrays.copyOf(vector, SALT_BYTES), 1);
            return ((KeyParameter) generator.generateDerivedParameters(cipher.keyBytes() * Byte.SIZE)).getKey();
        };
        return decrypt(cipher, key, vector, body);
    }

    /** Returns the function that derives the key from the password's bytes. */
    private UnaryOperator<byte[]> key(KeyDerivationFunc function, int length) {
        String oid = function.getAlgorithm().getId();
        if (oid.equals(SCRYPT)) {
            return scrypt(ASN1Sequence.getInstance(function.getParameters()), length);
        }
        if (!function.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            throw unknown("the key derivation " + oid);
        }
        PBKDF2Params parameters = PBKDF2Params.getInstance(function.getParameters());
        requireBearable(parameters.getIterationCount());
        String prf = parameters.getPrf().getAlgorithm().getId();
        Supplier<Digest> digest = FUNCTIONS.get(prf);
        if (digest == null) {
            throw unknown("the pseudorandom function " + prf);
        }
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(digest.get());
        byte[] salt = parameters.getSalt();
        int iterations = parameters.getIterationCount().intValue();
        return bytes -> {
            generator.init(bytes, salt, iterations);
            return ((KeyParameter) generator.generateDerivedParameters(length * Byte.SIZE)).getKey();
        };
    }

    private UnaryOperator<byte[]> scrypt(ASN1Sequence parameters, int length) {
        byte[] salt = ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets();
        List<BigInteger> numbers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            numbers.add(ASN1Integer.getInstance(parameters.getObjectAt(i)).getPositiveValue());
        }
        BigInteger cost = numbers.get(0);
        BigInteger memory = cost.multiply(numbers.get(1)).shiftLeft(7);
        if (memory.multiply(numbers.get(2)).compareTo(MOST_SCRYPT_BYTES) > 0) {
            throw unbearable();
        }
        int blocks = numbers.get(1).intValueExact();
        int parallel = numbers.get(2).intValueExact();
        return bytes -> SCrypt.generate(bytes, salt, cost.intValueExact(), blocks, parallel, length);
    }

    /** Rejects parameters of an older scheme that would occupy this thread for minutes. */
    void requireBearable(@Nullable ASN1Encodable parameters) {
        if (parameters instanceof ASN1Sequence sequence) {
            for (ASN1Encodable each : sequence.toArray()) {
                if (each instanceof ASN1Integer iterations) {
                    requireBearable(iterations.getPositiveValue());
                }
            }
        }
    }

    private void requireBearable(BigInteger iterations) {
        if (iterations.compareTo(MOST_ITERATIONS) > 0) {
            throw unbearable();
        }
    }

    private byte[] vector(@Nullable ASN1Encodable parameters) {
        if (parameters instanceof ASN1Sequence sequence && sequence.size() > 0) {
            // RC2 has its version first.
            return vector(sequence.getObjectAt(sequence.size() - 1));
        }
        return ASN1OctetString.getInstance(parameters).getOctets();
    }

    private byte[] decrypt(KeyCipher cipher, UnaryOperator<byte[]> key, byte[] vector, byte[] encrypted) {
        Exception problem = null;
        for (byte[] bytes : passwords()) {
            try {
                Cipher decryption = Cipher.getInstance(cipher.transformation(), new BouncyCastleProvider());
                SecretKeySpec secret = new SecretKeySpec(key.apply(bytes), cipher.algorithm());
                if (cipher.hasVector()) {
                    decryption.init(Cipher.DECRYPT_MODE, secret, new IvParameterSpec(vector));
                } else {
                    decryption.init(Cipher.DECRYPT_MODE, secret);
                }
                byte[] decrypted = decryption.doFinal(encrypted);
                StoredFormat format = StoredFormat.of(decrypted);
                if (format.isPrivateKey() && format != StoredFormat.ENCRYPTED_PKCS8) {
                    return decrypted;
                }
            } catch (GeneralSecurityException | RuntimeException e) {
                problem = e;
            }
        }
        throw wrongPassword(problem);
    }

    /**
     * Encodes the password as a modern terminal sends it to openssl, and with one byte per character, as Java programs often
     * do.
     */
    private List<byte[]> passwords() {
        byte[] utf8 = PBEParametersGenerator.PKCS5PasswordToUTF8Bytes(password);
        byte[] single = PBEParametersGenerator.PKCS5PasswordToBytes(password);
        return Arrays.equals(utf8, single) ? List.of(utf8) : List.of(utf8, single);
    }

    TlsMaterialException wrongPassword(@Nullable Exception cause) {
        return new WrongPasswordException(
                "the private key in " + source
                        + " cannot be decrypted; the password is wrong: give the right one, or, if it is, copy the file again",
                cause);
    }

    TlsMaterialException unknown(String what) {
        return new TlsMaterialException(
                "the private key in " + source + " is encrypted with " + what + ", which is not known here; "
                        + convert(" -provider legacy -provider default"),
                null);
    }

    private TlsMaterialException unbearable() {
        return new TlsMaterialException(
                "the private key in " + source + " is encrypted so that it would take too long to decrypt it; "
                        + convert(""),
                null);
    }

    /** The providers of OpenSSL 3, which moved old ciphers to one that must be named to be used. */
    private String convert(String providers) {
        return "convert it: openssl pkcs8 -topk8" + providers + " -v2 aes-256-cbc" + (pem ? "" : " -inform DER")
                + " -in " + source + " -out KEY.pem";
    }
}
