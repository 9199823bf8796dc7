package io.wwep.examples.bridge;

import io.wwep.client.WwepClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A bridge in its own process, until a signal ends it: {@code BROKER-PORT SERVER-PORT FOLDER KEEP-ALIVE-SECONDS}. */
final class BridgeProgram {

    private BridgeProgram() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Timing timing = new Timing(
                Duration.ofSeconds(Long.parseLong(args[3])),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1));
        Bridge bridge = Bridge.start(
                new TestConfig(
                                Integer.parseInt(args[0]),
                                WwepClient.create("127.0.0.1").port(Integer.parseInt(args[1])),
                                Path.of(args[2]))
                        .build(),
                timing);
        Runtime.getRuntime().addShutdownHook(new Thread(bridge::close));
        System.out.println("started");
        Thread.currentThread().join();
    }
}
