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

    @Bean // Spring closes it on shutdown
    WwepClient wwepClient(WwepProperties wwep, SslBundles bundles) {
        return WwepClient.create(wwep.host())
                .port(wwep.port())
                .replyTimeout(wwep.replyTimeout())
                .awaitReconnect(true)
                .tls(WwepTls.of(contexts(bundles, wwep.sslBundle())))
                .build();
    }

    /**
     * One context, so that sessions resume, until the bundle is reloaded. An unusable bundle leaves the old one in use.
     */
    private static Supplier<SSLContext> contexts(SslBundles bundles, String name) {
        AtomicReference<SSLContext> current = new AtomicReference<>();
        bundles.addBundleUpdateHandler(name, reloaded -> current.set(reloaded.createSslContext()));
        // A broken bundle fails here, at startup. A reload in between has already set a newer context.
        current.compareAndSet(null, bundles.getBundle(name).createSslContext());
        return current::get;
    }
}
// end::configuration[]
