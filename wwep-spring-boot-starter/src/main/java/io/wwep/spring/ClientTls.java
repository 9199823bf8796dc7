package io.wwep.spring;

import io.wwep.client.WwepClientBuilder;
import io.wwep.tls.WwepTls;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.util.StringUtils;

/** The TLS of a client, from an SSL bundle. */
final class ClientTls {

    private final @Nullable WwepTls tls;

    private ClientTls(@Nullable WwepTls tls) {
        this.tls = tls;
    }

    /**
     * Returns the TLS that the properties ask for. If the bundle is reloaded, new connections use it.
     *
     * @param bundles null if the application has no SSL bundles
     * @throws InvalidClientException if a property is wrong
     */
    static ClientTls of(String client, WwepProperties.Ssl ssl, @Nullable SslBundles bundles) {
        if (!ssl.isEnabled()) {
            if (ssl.enabled() == null && ssl.expectedName() != null) {
                throw withoutTls(client);
            }
            return new ClientTls(null);
        }
        String bundle = ssl.bundle();
        WwepTls tls = StringUtils.hasText(bundle) ? ofBundle(client, bundle, bundles) : WwepTls.trustingSystem();
        if (ssl.expectedName() == null) {
            return new ClientTls(tls);
        }
        try {
            return new ClientTls(tls.expectingName(ssl.expectedName()));
        } catch (IllegalArgumentException e) {
            throw InvalidClientException.ofValue(client, "ssl.expected-name", e);
        }
    }

    /**
     * Returns the TLS of connection details.
     *
     * @param bundle null for plain TCP
     * @throws InvalidClientException if the bundle cannot be used
     */
    static ClientTls of(String client, @Nullable SslBundle bundle) {
        if (bundle == null) {
            return new ClientTls(null);
        }
        try {
            return new ClientTls(with(bundle.getOptions(), WwepTls.of(bundle.createSslContext())));
        } catch (RuntimeException e) {
            throw InvalidClientException.ofDetails(client, e);
        }
    }

    void applyTo(WwepClientBuilder builder) {
        if (tls != null) {
            builder.tls(tls);
        }
    }

    private static WwepTls ofBundle(String client, String bundle, @Nullable SslBundles bundles) {
        String property = WwepProperties.nameOf(client, "ssl.bundle");
        if (bundles == null) {
            throw new InvalidClientException(
                    property,
                    property + " is '" + bundle + "', but the application has no SSL bundles.",
                    "Do not exclude SslAutoConfiguration, or define a bean of type SslBundles.",
                    null);
        }
        try {
            return with(bundles.getBundle(bundle).getOptions(), WwepTls.of(new ReloadedContext(bundles, bundle)));
        } catch (NoSuchSslBundleException e) {
            throw unknown(property, bundle, bundles.getBundleNames(), e);
        } catch (RuntimeException e) {
            throw new InvalidClientException(
                    property,
                    "The SSL bundle '" + bundle + "' of " + property + " cannot be used: " + e.getMessage() + ".",
                    "Correct the files or options of the bundle.",
                    e);
        }
    }

    /** Applies a bundle's options, which its TLS context does not have. */
    private static WwepTls with(SslOptions options, WwepTls tls) {
        WwepTls with = tls;
        String[] protocols = options.getEnabledProtocols();
        if (protocols != null) {
            with = with.protocols(protocols);
        }
        String[] ciphers = options.getCiphers();
        return ciphers == null ? with : with.ciphers(ciphers);
    }

    private static InvalidClientException unknown(
            String property, String bundle, List<String> known, NoSuchSslBundleException cause) {
        String others = known.isEmpty() ? "" : ", or use one of these: " + String.join(", ", known);
        return new InvalidClientException(
                property,
                property + " is '" + bundle + "', but there is no SSL bundle of that name.",
                "Define the bundle by the properties spring.ssl.bundle.pem." + bundle + " or spring.ssl.bundle.jks."
                        + bundle + others + ".",
                cause);
    }

    private static InvalidClientException withoutTls(String client) {
        String property = WwepProperties.nameOf(client, "ssl.expected-name");
        String bundle = WwepProperties.nameOf(client, "ssl.bundle");
        return new InvalidClientException(
                property,
                property + " is set, but the client '" + client + "' does not use TLS.",
                "Set " + bundle + " to the SSL bundle to trust, or remove " + property + ".",
                null);
    }
}
