package io.wwep.integration.spring;

import io.wwep.client.WwepClient;
import io.wwep.tls.WwepTls;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// tag::configuration[]
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WwepProperties.class)
class WwepConfiguration {

    @Bean // Spring closes it at the end
    WwepClient wwepClient(WwepProperties wwep, SslBundles bundles) {
        return WwepClient.create(wwep.host())
                .port(wwep.port())
                .replyTimeout(wwep.replyTimeout())
                .awaitReconnect(true)
                .tls(WwepTls.of(contexts(bundles, wwep.sslBundle())))
                .build();
    }

    /** One context, so that sessions resume, until the bundle is reloaded. */
    private static Supplier<SSLContext> contexts(SslBundles bundles, String name) {
        AtomicReference<SSLContext> current =
                new AtomicReference<>(bundles.getBundle(name).createSslContext());
        bundles.addBundleUpdateHandler(name, bundle -> current.set(bundle.createSslContext()));
        return current::get;
    }
}
// end::configuration[]
