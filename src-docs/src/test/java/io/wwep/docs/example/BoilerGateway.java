package io.wwep.docs.example;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.Reading;
import io.wwep.gateway.metrics.WwepMetrics;
import io.wwep.gateway.register.Deadband;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

// tag::program[]
/** Polls 20 registers of each of 3 boilers, and starts the pump of one that gets hot. */
public final class BoilerGateway {

    static final Register<Boolean> PUMP = Register.flag(0x05).named("pump");
    static final Register<Double> TEMPERATURE = Register.int16(0x10).scaled(0.1).named("temperature");

    public static void main(String[] arguments) throws Exception {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        WwepMetrics metrics = new WwepMetrics();
        metrics.bindTo(meters);
        Gateway gateway = Gateway.create().addObserver(metrics.observer()).build();

        WwepTls tls = WwepTls.trusting(Path.of("root.pem")); // the private CA
        WwepClientBuilder client = WwepClient.create("wwep.local").tls(tls);
        GatewayEndpoint plant = gateway.endpoint("plant", client);
        for (int number = 1; number <= 3; number++) {
            DeviceId id = DeviceId.of(0x0FA0 + number);
            GatewayDevice boiler = gateway.device("boiler-" + number, plant, id);
            boiler.watch(PUMP).start(reading -> print(boiler, PUMP, reading));
            boiler.watch(TEMPERATURE)
                    .every(Duration.ofMillis(500)) // default: 1 s
                    .deadband(Deadband.absolute(0.2))
                    .start(reading -> print(boiler, TEMPERATURE, reading));
            boiler.watch(TEMPERATURE)
                    .maxSilence(Duration.ofSeconds(10)) // tries again if starting the pump fails
                    .start(reading -> startPumpIfHot(boiler, reading));
            for (int i = 0x11; i <= 0x22; i++) {
                Register<Integer> counter = Register.uint16(i);
                boiler.watch(counter).start(reading -> print(boiler, counter, reading));
            }
        }
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::close)); // Ctrl-C, SIGTERM
        serve(meters); // its thread keeps the program running
    }

    private static void print(GatewayDevice device, Register<?> register, Reading<?> reading) {
        System.out.println(device.name() + " " + register.name() + " " + reading);
    }

    private static void startPumpIfHot(GatewayDevice boiler, Reading<Double> temperature) {
        Double value = temperature.value();
        if (temperature.isGood() && value != null && value > 80) { // STALE: too old to act on
            try {
                boiler.write(PUMP, true);
            } catch (WwepException e) {
                System.out.println(boiler.name() + " pump not started: " + e.getMessage());
            }
        }
    }

    private static void serve(PrometheusMeterRegistry meters) throws IOException {
        InetAddress local = InetAddress.getLoopbackAddress();
        HttpServer server = HttpServer.create(new InetSocketAddress(local, 9464), 0);
        server.createContext("/metrics", exchange -> {
            byte[] text = meters.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
    }
}
// end::program[]
