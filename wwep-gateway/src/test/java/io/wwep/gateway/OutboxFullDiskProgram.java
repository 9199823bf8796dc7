package io.wwep.gateway;

import io.wwep.client.WwepClient;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Fills a small disk that holds an outbox, frees space again, and prints what the outbox does. */
final class OutboxFullDiskProgram {

    private static final DeviceId BOILER = DeviceId.of(0x0FAC);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private OutboxFullDiskProgram() {}

    /** Expects a folder on the small disk. */
    public static void main(String[] arguments) throws Exception {
        Path disk = Path.of(arguments[0]);
        Path file = disk.resolve("outbox.db");
        Path filler = disk.resolve("filler");
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().outbox(file).build()) {
            GatewayEndpoint nobody =
                    gateway.endpoint("plant", WwepClient.create("127.0.0.1").port(1));
            GatewayDevice offline = gateway.device("boiler", nobody, BOILER);
            offline.enqueue(Register.uint16(1), 1, LONG);
            offline.enqueue(Register.uint16(2), 2, LONG);
            fill(filler);
            refusal(offline);
            nobody.remove();
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            System.out.println("sent: " + gateway.outbox().flush(PATIENCE) + ", " + boiler.read(Register.uint16(1))
                    + " and " + boiler.read(Register.uint16(2)) + " arrived");
            Files.delete(filler);
            boiler.enqueue(Register.uint16(3), 3, LONG);
            gateway.outbox().flush(PATIENCE);
            System.out.println("with room again: " + boiler.read(Register.uint16(3)) + " arrived");
        }
        try (Gateway gateway = Gateway.create().outbox(file).build()) {
            System.out.println("pending after a restart: " + gateway.outbox().pending());
        }
    }

    /** Writes the same value until it is refused, because the last page has room for a few more. */
    private static void refusal(GatewayDevice device) {
        for (int i = 0; i < 400; i++) {
            try {
                device.enqueue(Register.uint16(2), 2, LONG);
            } catch (OutboxException e) {
                System.out.println("refused: " + e.getMessage());
                return;
            }
        }
    }

    /** Fills the disk to the last byte. */
    private static void fill(Path filler) throws IOException {
        try (OutputStream output = Files.newOutputStream(filler)) {
            for (byte[] bytes = new byte[512]; ; ) {
                output.write(bytes);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }
}
