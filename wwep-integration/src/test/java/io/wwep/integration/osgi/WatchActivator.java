package io.wwep.integration.osgi;

import io.wwep.client.WwepClient;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** The activator of a gateway that writes twice the first reading of register 0B to register 0C, and closes on stop. */
@SuppressWarnings("NullAway.Init") // start comes before stop
public final class WatchActivator implements BundleActivator {

    private Gateway gateway;

    @Override
    public void start(BundleContext context) throws Exception {
        gateway = Gateway.create().build();
        GatewayDevice device = gateway.device(
                "device",
                gateway.endpoint(
                        "plant",
                        WwepClient.create("127.0.0.1").port(Integer.parseInt(context.getProperty("gateway.port")))),
                DeviceId.of(0x0FAC));
        device.write(Register.uint16(0x0B), 0x0111);
        CompletableFuture<Integer> first = new CompletableFuture<>();
        device.watch(Register.uint16(0x0B))
                .every(Duration.ofMillis(20))
                .start(reading -> first.complete(reading.value()));
        device.write(Register.uint16(0x0C), 2 * first.get(20, TimeUnit.SECONDS));
    }

    @Override
    public void stop(BundleContext context) {
        gateway.close();
    }
}
