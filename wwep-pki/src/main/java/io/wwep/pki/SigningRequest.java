package io.wwep.pki;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/**
 * A certificate signing request (CSR, PKCS#10): a subject, names and a public key, signed with the private key, which
 * the authority never sees. Immutable, and safe for use by several threads at once.
 *
 * <pre>{@code
 * KeyPair keys = KeyKind.EC.generate();
 * SigningRequest request = IssuedCertificate.named("lamp").names("lamp.local").signingRequest(keys);
 * X509Certificate lamp = SigningRequest.of(request.pem()).signedBy(lab, Duration.ofDays(365));
 * }</pre>
 */
public final class SigningRequest {

    private static final String PEM_TYPE = "CERTIFICATE REQUEST";

    /** The first byte of every DER structure. */
    private static final byte SEQUENCE = 0x30;

    private static final Set<String> USABLE_CURVES = Set.of("EC P-256", "EC P-384", "EC P-521");

    private final JcaPKCS10CertificationRequest request;
    private final @Nullable GeneralNames names;

    private SigningRequest(JcaPKCS10CertificationRequest request) {
        this.request = request;
        Extensions extensions = request.getRequestedExtensions();
        this.names =
                extensions == null ? null : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
    }

    static SigningRequest by(KeyPair keys, X500Principal subject, List<GeneralName> names) {
        try {
            JcaPKCS10CertificationRequestBuilder builder =
                    new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic());
            if (!names.isEmpty()) {
                ExtensionsGenerator extensions = new ExtensionsGenerator();
                extensions.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
                builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            }
            String algorithm = SignatureAlgorithm.of(keys.getPrivate());
            return new SigningRequest(new JcaPKCS10CertificationRequest(
                    builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()))));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(
                    "this JVM cannot sign a request with a " + KeyText.of(keys.getPublic())
                            + " key; choose another kind of key",
                    e);
        }
    }

    /**
     * {@return the request in PEM text, from openssl or another program}
     *
     * @param pem text with a block CERTIFICATE REQUEST or NEW CERTIFICATE REQUEST; other text is ignored
     * @throws IllegalArgumentException if there is no such block, it is damaged, it was not signed with its own key, or
     *     this JVM does not support that key
     */
    public static SigningRequest of(String pem) {
        Objects.requireNonNull(pem, "pem");
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            for (PemObject block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
                if (block.getType().endsWith(PEM_TYPE)) {
                    return of(block.getContent());
                }
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof IllegalArgumentException refused && refused.getMessage() != null) {
                throw refused;
            }
            throw damaged(e);
        }
        throw noRequest();
    }

    /**
     * {@return the request in DER}
     *
     * @param der not modified
     * @throws IllegalArgumentException if it is damaged, was not signed with its own key, or if this JVM does not support
     *     that key
     */
    public static SigningRequest of(byte[] der) {
        Objects.requireNonNull(der, "der");
        if (der.length == 0 || der[0] != SEQUENCE) {
            throw noRequest();
        }
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der.clone());
            if (!isSignedBy(publicKey(request), request)) {
                throw new IllegalArgumentException(
                        "the signing request was not signed with its own key: the requester must create a new one");
            }
            return new SigningRequest(request);
        } catch (IOException e) {
            throw damaged(e);
        } catch (IllegalArgumentException e) {
            throw e.getMessage() != null && e.getMessage().startsWith("the signing request") ? e : damaged(e);
        }
    }

    private static boolean isSignedBy(PublicKey key, JcaPKCS10CertificationRequest request) {
        try {
            return request.isSignatureValid(verifiers(key));
        } catch (OperatorCreationException | PKCSException e) {
            // The JDK reads keys on curves that it cannot use.
            throw key.getAlgorithm().equals("EC") && !USABLE_CURVES.contains(KeyText.of(key))
                    ? unsupported(request, e)
                    : damaged(e);
        }
    }

    private static PublicKey publicKey(JcaPKCS10CertificationRequest request) {
        try {
            return request.getPublicKey();
        } catch (GeneralSecurityException e) {
            throw unsupported(request, e);
        }
    }

    private static IllegalArgumentException unsupported(JcaPKCS10CertificationRequest request, Exception cause) {
        return new IllegalArgumentException(
                "the signing request has a key that this JVM does not support ("
                        + KeyText.of(request.getSubjectPublicKeyInfo())
                        + "): the requester must create a new key and request, for example by openssl req -new"
                        + " -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -subj /CN=NAME"
                        + " -addext subjectAltName=DNS:NAME -out request.csr",
                cause);
    }

    private static ContentVerifierProvider verifiers(PublicKey key) throws OperatorCreationException {
        JcaContentVerifierProviderBuilder builder = new JcaContentVerifierProviderBuilder();
        if (key.getAlgorithm().equals("RSASSA-PSS")) {
            // The JDK has another name for this algorithm than BouncyCastle.
            builder.setProvider(new BouncyCastleProvider());
        }
        return builder.build(key);
    }

    private static IllegalArgumentException noRequest() {
        return new IllegalArgumentException(
                "there is no signing request in it: give a file with BEGIN CERTIFICATE REQUEST, or a request in DER");
    }

    private static IllegalArgumentException damaged(Exception cause) {
        return new IllegalArgumentException(
                "the signing request is damaged: the requester must create a new one", cause);
    }

    /** {@return the subject of the certificate} */
    public X500Principal subject() {
        try {
            return new X500Principal(request.getSubject().getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("a decoded subject could not be encoded", e);
        }
    }

    /** {@return the alternative names: host names and IP addresses as text, others prefixed with their kind} */
    public List<String> names() {
        if (names == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (GeneralName name : names.getNames()) {
            texts.add(
                    switch (name.getTagNo()) {
                        case GeneralName.dNSName -> name.getName().toString();
                        case GeneralName.iPAddress -> address(((ASN1OctetString) name.getName()).getOctets());
                        case GeneralName.rfc822Name -> "email:" + name.getName();
                        case GeneralName.uniformResourceIdentifier -> "URI:" + name.getName();
                        default -> "other:" + name.getName();
                    });
        }
        return List.copyOf(texts);
    }

    private static String address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets).getHostAddress();
        } catch (UnknownHostException e) {
            return "other:" + HexFormat.of().formatHex(octets);
        }
    }

    /** {@return the public key} */
    public PublicKey publicKey() {
        return publicKey(request);
    }

    /** {@return the request as PEM} */
    public String pem() {
        try {
            return PemText.block(PEM_TYPE, request.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("a valid request could not be encoded", e);
        }
    }

    /**
     * {@return a new certificate for TLS servers and clients, signed by this authority} It has the request's subject,
     * alternative names and key. Other requested extensions are ignored: it is never an authority.
     *
     * @param authority the certificate and key of the issuer
     * @param length how long it is valid from now, more than zero; limited by the authority's own validity
     * @throws IllegalArgumentException if the length is zero or negative, or if the request has neither a subject nor a
     *     name
     * @throws IllegalStateException if this JVM cannot create it
     */
    public X509Certificate signedBy(IssuedCertificate authority, Duration length) {
        Objects.requireNonNull(authority, "authority");
        Objects.requireNonNull(length, "length");
        List<GeneralName> requested = names == null ? List.of() : Arrays.asList(names.getNames());
        if (requested.isEmpty() && subject().getName().isEmpty()) {
            throw new IllegalArgumentException(
                    "the signing request has neither a subject nor a name, so its certificate would be for nobody: the"
                            + " requester must create a new one, for example by openssl req -new -key key.pem -subj /CN=NAME"
                            + " -addext subjectAltName=DNS:NAME -out request.csr");
        }
        return new CertificateBuilder(subject())
                .validFor(length)
                .endEntity()
                .signedBy(authority, publicKey(), requested);
    }

    /** {@return a text with only the subject} */
    @Override
    public String toString() {
        return "request of " + subject().getName();
    }
}
