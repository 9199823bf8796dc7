package io.wwep.examples;

import io.wwep.examples.bridge.Bridge;
import io.wwep.examples.bridge.config.BridgeConfig;
import io.wwep.examples.bridge.config.DeviceConfig;
import io.wwep.examples.bridge.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Publishes registers by MQTT and accepts commands for them: {@code wwep gateway --config gateway.yaml}. */
@Command(
        name = "gateway",
        description = {
            "Publish the registers of devices by MQTT, and write them by MQTT commands.",
            "",
            "A YAML file names the MQTT broker, the WWEP servers, their devices, and the registers of each kind of"
                    + " device. Runs until Ctrl-C or SIGTERM, and then publishes that the devices are offline. Commands"
                    + " that were not executed by then are kept for the next start.",
            "",
            "All errors of the file are listed as FILE:LINE:COLUMN, with what to write instead."
        },
        exitCodeList = {
            "0:with --check: the file is good",
            "2:bad usage, or a file that has errors",
            "3:the outbox or the address of http cannot be used"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep gateway --config gateway.yaml --check       check the file only",
            "  ./wwep gateway --config gateway.yaml"
        })
final class GatewayCommand implements Callable<Integer> {

    private final Screen screen;

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The configuration, a YAML file.")
    private Path file = Path.of("");

    @Option(
            names = "--check",
            description = "Check the configuration and the files that it names, and connect to nothing.")
    private boolean checkOnly;

    GatewayCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        BridgeConfig config;
        try {
            config = BridgeConfig.read(file);
        } catch (InvalidConfigException e) {
            e.errors().forEach(error -> screen.err().println(error));
            screen.note(e.count() + " in " + file);
            return ExitCode.BAD_USAGE;
        }
        config.warnings().forEach(screen.err()::println);
        if (checkOnly) {
            screen.line(file + " is good: " + summary(config));
        } else {
            run(config);
        }
        return ExitCode.ACCEPTED;
    }

    private static String summary(BridgeConfig config) {
        int registers = config.devices().stream()
                .map(DeviceConfig::profile)
                .mapToInt(profile -> profile.entries().size())
                .sum();
        return String.join(
                ", ",
                counted(config.endpoints().size(), "endpoint"),
                counted(config.devices().size(), "device"),
                counted(registers, "register"),
                warnings(config));
    }

    private static String warnings(BridgeConfig config) {
        int lines = config.warnings().size();
        return config.hasMoreWarnings() ? "more than " + counted(lines - 1, "warning") : counted(lines, "warning");
    }

    private static String counted(int number, String what) {
        return (number == 0 ? "no" : String.valueOf(number)) + " " + what + (number == 1 ? "" : "s");
    }

    /** Runs the bridge until an interrupt. A signal closes it, and ends the process with the signal's exit code. */
    private void run(BridgeConfig config) throws IOException {
        Bridge bridge = Bridge.start(config);
        screen.line("publishes to " + config.mqtt().address() + ": " + summary(config));
        Thread onSignal = new Thread(bridge::close, "wwep-gateway-end");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // Ends it, as Ctrl-C does.
        }
        Runtime.getRuntime().removeShutdownHook(onSignal);
        bridge.close();
    }
}
