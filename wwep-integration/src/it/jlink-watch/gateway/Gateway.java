package gateway;

import io.wwep.client.WwepClient;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

public final class Gateway {

    public static void main(String[] arguments) throws Exception {
        try (var gateway = io.wwep.gateway.Gateway.create().build()) {
            var plant = gateway.endpoint(
                    "plant", WwepClient.create("127.0.0.1").port(Integer.parseInt(arguments[0])));
            GatewayDevice device = gateway.device("device", plant, DeviceId.of(0x0FAC));
            device.write(Register.uint16(0x0B), 0x1234);
            CompletableFuture<Integer> first = new CompletableFuture<>();
            device.watch(Register.uint16(0x0B))
                    .every(Duration.ofMillis(20))
                    .start(reading -> first.complete(reading.value()));
            System.out.printf("%04X%n", first.get(20, TimeUnit.SECONDS));
        }
    }
}
