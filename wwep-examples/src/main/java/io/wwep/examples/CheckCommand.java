package io.wwep.examples;

import io.wwep.examples.check.CheckJson;
import io.wwep.examples.check.CheckProfile;
import io.wwep.examples.check.CheckReport;
import io.wwep.examples.check.CheckSettings;
import io.wwep.examples.check.ServerCheck;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepPorts;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exercises 6.4, 6.5 and 6.7: checks a student's server. */
@Command(
        name = "check",
        description = {
            "Check a server of exercise 6.4, 6.5 or 6.7 against the protocol, and say what to look at where it differs.",
            "",
            "Without TLS options it checks a plain port; with --tls a TLS port; with --tls-port the plain port PORT and"
                    + " that TLS port, and that both have the same registers.",
            "",
            "It writes registers 01 to 08 of two devices, --device and FFFD, and no others. It uses several connections,"
                    + " one after the other, sends illegal messages, and breaks off some."
        },
        exitCodeList = {
            "0:no row failed",
            "1:at least one row failed",
            "2:bad usage, or a file that cannot be used",
            "3:no connection to the server",
            "4:the server did not answer the first request with a reply",
            "5:only TLS failed: the handshake, or the server's certificate"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep check 192.168.1.17                         a server of 6.4",
            "  ./wwep check 192.168.1.17 --tls --ca mine.pem     a server of 6.5",
            "  ./wwep check 192.168.1.17 --tls-port 40508 --ca mine.pem --expect-name IoT"
        })
final class CheckCommand implements Callable<Integer> {

    private final Screen screen;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(
            paramLabel = "HOST[:PORT]",
            converter = HostPortConverter.PortLater.class,
            description = "The server. Default port: 27708, or 40508 with --tls alone.")
    private HostPort server = new HostPort("", 0);

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "Check this TLS port too, 1 to 65535.")
    private @Nullable Integer tlsPort;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "auto",
            description = "How the server uses connections: standard (it keeps them), course (one exchange on each) or"
                    + " auto (find out). Default: ${DEFAULT-VALUE}.")
    private CheckProfile profile = CheckProfile.AUTO;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "FFFE",
            converter = HexNumber.class,
            description = "The device to write, 0000 to FFFF (hexadecimal) but FFFD. Default: ${DEFAULT-VALUE}.")
    private int device;

    @Mixin
    private final JsonOption json = new JsonOption();

    @ArgGroup(exclusive = false, heading = TlsOptions.HEADING)
    private TlsOptions tls = new TlsOptions();

    CheckCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws InterruptedException {
        CheckSettings settings = BadUsageException.ifInvalid(this::settings);
        String intention = "checking " + settings.server() + "; writes registers 01 to 08 of devices "
                + settings.device() + " and " + CheckSettings.OTHER_DEVICE;
        if (json.isGiven()) {
            screen.note(intention);
            CheckReport report = ServerCheck.run(settings, row -> {});
            screen.line(json(report));
            return exitCode(report);
        }
        MessageRewriter messages = new MessageRewriter(command);
        CheckTable table = new CheckTable(screen, messages, SystemTerminal.outputWidth());
        table.introduce(intention);
        CheckReport report = ServerCheck.run(settings, table::show);
        table.conclude(report);
        return exitCode(report);
    }

    private CheckSettings settings() {
        DeviceId id = DeviceId.of(device);
        int port = server.port();
        if (tlsPort != null) {
            return new CheckSettings(
                    server.host(), port == 0 ? WwepPorts.PLAIN : port, tlsPort, tls.always(), profile, id);
        }
        int only = port == 0 ? tls.defaultPort() : port;
        return tls.isGiven()
                ? new CheckSettings(server.host(), null, only, tls.always(), profile, id)
                : new CheckSettings(server.host(), only, null, null, profile, id);
    }

    private String json(CheckReport report) {
        MessageRewriter messages = new MessageRewriter(command);
        return CheckJson.of(report, row -> CheckTable.why(row, messages));
    }

    private static int exitCode(CheckReport report) {
        return switch (report.outcome()) {
            case PASSED -> ExitCode.ACCEPTED;
            case FAILED -> ExitCode.REFUSED;
            case NO_CONNECTION -> ExitCode.NO_CONNECTION;
            case NO_REPLY -> ExitCode.NO_REPLY;
            case NO_TLS -> ExitCode.NO_TLS;
        };
    }
}
