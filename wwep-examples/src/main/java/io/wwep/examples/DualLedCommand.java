package io.wwep.examples;

import io.wwep.protocol.WwepPorts;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exercise 6.6: two buttons, one over plain TCP and one over TLS, each with an LED. */
@Command(
        name = "dual-led",
        description = {
            "Press the two buttons of a board: button 0 uses plain TCP, button 1 uses TLS.",
            "",
            "Each button has an LED that changes when the server confirms it: LED 0 is register 05 of the device,"
                    + " LED 1 is register 06. A terminal shows the board, and the keys 0 and 1 press its buttons;"
                    + " --press needs no terminal."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep dual-led                       a board in this terminal",
            "  ./wwep dual-led --press 3             press each button three times",
            "  ./wwep dual-led --host wwep.local --ca root.pem"
        })
final class DualLedCommand implements Callable<Integer> {

    private final Screen screen;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            converter = HostName.class,
            description = "The server's name or address. Without it the program starts its own server.")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "The server's plain port, 1 to 65535. Default: 27708.")
    private @Nullable Integer plainPort;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "The server's TLS port, 1 to 65535. Default: 40508.")
    private @Nullable Integer tlsPort;

    @ArgGroup(exclusive = false, heading = "%nTLS:%n")
    private TrustOptions trust = new TrustOptions();

    @Mixin
    private final LedProgram program = new LedProgram();

    DualLedCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        program.check(host == null);
        try (Target server = open()) {
            return program.run(server, screen, true);
        }
    }

    private Target open() throws IOException {
        if (host == null) {
            TargetOptions.refuseWithoutHost("--port", plainPort);
            TargetOptions.refuseWithoutHost("--tls-port", tlsPort);
            return Target.own(true, trust.tls(DemoMaterial::trust));
        }
        PortNumber.refuseTheSame(plainPort, tlsPort);
        // tag::routes[]
        return Target.remote(
                new Route(new HostPort(host, plainPort == null ? WwepPorts.PLAIN : plainPort), null),
                new Route(new HostPort(host, tlsPort == null ? WwepPorts.TLS : tlsPort), trust.tls()));
        // end::routes[]
    }
}
