package io.wwep.gateway;

import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;

/** A program for a separate JVM that watches a register, writes it, and looks for the metrics. */
final class WithoutMicrometer {

    private WithoutMicrometer() {}

    public static void main(String[] args) throws Exception {
        Register<Integer> level = Register.uint16(0x0B);
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            GatewayEndpoint plant = gateway.endpoint("plant", server.client());
            GatewayDevice boiler = gateway.device("boiler", plant, DeviceId.of(0x0FAC));
            Readings<Integer> readings = new Readings<>();
            boiler.watch(level).every(Duration.ofMillis(20)).start(readings);
            boiler.write(level, 5);
            readings.awaitGood(5);
            System.out.println("read 5, " + gateway.health().status());
        }
        try {
            System.out.println(Class.forName("io.wwep.gateway.metrics.WwepMetrics"));
        } catch (NoClassDefFoundError e) {
            System.out.println("no metrics without " + e.getMessage());
        }
    }
}
