package io.wwep.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * X.509 certificates, read and described: for programs that show them, watch how long they are still valid, or compare a
 * fingerprint. {@link WwepTls} needs none of this.
 */
public final class Certificates {

    private static final int NAME_DNS = 2;
    private static final int NAME_IP = 7;

    /** Not compiled for who only reads certificates, as each client does when it starts. */
    private static final class Patterns {

        /** In a subject's name by RFC 2253, where commas and the like within a value stand behind a backslash. */
        static final Pattern COMMON_NAME = Pattern.compile("(?:^|[,+])CN=((?:\\\\.|[^,+\\\\])*)");

        /** Groups of an IPv6 address. */
        static final Pattern ZEROS = Pattern.compile("\\b0(?::0)+\\b");
    }

    private Certificates() {}

    /**
     * {@return all certificates of a file, at least one, in their order}
     *
     * @param file PEM, or DER, which holds one
     * @throws TlsMaterialException if the file is missing, empty or damaged, or has no certificate
     */
    public static List<X509Certificate> read(Path file) {
        return read(Source.of(file));
    }

    /** All certificates of a source, PEM or DER, at least one. */
    static List<X509Certificate> read(Source source) {
        String text = source.text();
        if (!Pem.isPem(text)) {
            return List.of(parse(
                    source.bytes(),
                    source.name() + " is no certificate, neither PEM nor DER; a certificate's PEM begins with"
                            + " -----BEGIN CERTIFICATE-----"));
        }
        List<Pem.Block> blocks = Pem.blocks(source.name(), text);
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem.Block block : blocks) {
            if (block.type().equals("CERTIFICATE") || block.type().equals("X509 CERTIFICATE")) {
                certificates.add(parse(block.der(source.name()), block.damaged(source.name())));
            }
        }
        if (certificates.isEmpty()) {
            throw new TlsMaterialException(
                    source.name() + " has no certificate, but a "
                            + blocks.get(0).type() + "; give the file with BEGIN CERTIFICATE",
                    null);
        }
        return certificates;
    }

    /** The trusted certificates of a keystore, JKS or PKCS#12, at least one. */
    static List<X509Certificate> ofKeyStore(Path file, char[] password) {
        Source.of(file);
        Set<X509Certificate> certificates = new HashSet<>();
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate known) {
                    certificates.add(known);
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsMaterialException(
                    file + " cannot be read as a keystore: " + e.getMessage()
                            + "; check the password, and that it is JKS or PKCS#12",
                    e);
        }
        if (certificates.isEmpty()) {
            throw new TlsMaterialException(
                    file + " has no trusted certificate; import one: keytool -importcert -keystore " + file, null);
        }
        return List.copyOf(certificates);
    }

    /**
     * {@return every name that a server with this certificate has: its alternative names, host names and IP addresses}
     * Empty if it has none that can be read; then its {@link #commonName} may count.
     *
     * @param certificate a server's
     */
    public static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0) instanceof Integer kind && (kind == NAME_DNS || kind == NAME_IP)) {
                        names.add(shortened(String.valueOf(alternative.get(1))));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            // It has none that can be read.
        }
        return names;
    }

    /** As people write IPv6 addresses: the JDK gives 0:0:0:0:0:0:0:1 for ::1. */
    private static String shortened(String name) {
        return Patterns.ZEROS
                .matcher(name)
                .results()
                .max(Comparator.comparingInt(zeros -> zeros.end() - zeros.start()))
                .map(zeros -> name.substring(0, zeros.start()) + "::" + name.substring(zeros.end()))
                .map(text -> text.replaceAll(":{3,}", "::"))
                .orElse(name);
    }

    /**
     * {@return the common name of a certificate's subject, or the whole subject where it has none}
     *
     * @param certificate a server's, a client's or an authority's
     */
    public static String commonName(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        Matcher name = Patterns.COMMON_NAME.matcher(subject);
        return name.find() ? name.group(1).replaceAll("\\\\(.)", "$1") : subject;
    }

    /**
     * {@return a certificate and those of the others that lead from it to its issuer, its issuer's issuer and so on} They
     * are found by their names: no signature is checked.
     *
     * @param own comes first
     * @param others in any order; those that do not belong to it are left out
     */
    public static List<X509Certificate> path(X509Certificate own, List<X509Certificate> others) {
        List<X509Certificate> path = new ArrayList<>(List.of(own));
        Optional<X509Certificate> next = Optional.of(own);
        while (next.isPresent()) {
            X500Principal issuer = next.get().getIssuerX500Principal();
            next = others.stream()
                    .filter(each -> each.getSubjectX500Principal().equals(issuer) && !path.contains(each))
                    .findFirst();
            next.ifPresent(path::add);
        }
        return path;
    }

    /**
     * {@return whether a certificate names itself as its issuer} The signature is not checked.
     *
     * @param certificate a server's, a client's or an authority's
     */
    public static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /**
     * {@return SHA-256 of a certificate, in pairs of hexadecimal digits in upper case parted by colons}
     *
     * @param certificate is hashed whole, as DER
     */
    public static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static X509Certificate parse(byte[] der, String complaint) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new TlsMaterialException(complaint, e);
        }
    }
}
