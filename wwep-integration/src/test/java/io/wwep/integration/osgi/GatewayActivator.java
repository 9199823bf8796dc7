package io.wwep.integration.osgi;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.nio.file.Path;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** The activator of a gateway, which opens a plain and a TLS client on start and closes them on stop. */
// tag::activator[]
@SuppressWarnings("NullAway.Init") // start comes before stop
public final class GatewayActivator implements BundleActivator {

    private WwepClient plain;
    private WwepClient secure;

    @Override
    public void start(BundleContext context) throws Exception {
        plain = WwepClient.create("127.0.0.1")
                .port(port(context, "gateway.port"))
                .build();
        plain.write(0x0FAC, 0x0B, 0x1234);
        plain.exchangeAsync(WwepRequest.write(0x0FAC, 0x0C, 0x1234)).get();

        WwepTls tls =
                WwepTls.trusting(Path.of(context.getProperty("gateway.ca"))).expectingName("wwep.local");
        secure = WwepClient.create("127.0.0.1")
                .port(port(context, "gateway.tls.port"))
                .tls(tls)
                .connect();
        secure.write(0x0FAC, 0x0D, 0x1234);
    }

    @Override
    public void stop(BundleContext context) {
        plain.close();
        secure.close();
    }
    // end::activator[]

    private static int port(BundleContext context, String name) {
        return Integer.parseInt(context.getProperty(name));
    }
}
