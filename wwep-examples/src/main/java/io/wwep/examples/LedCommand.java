package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.examples.board.Board;
import io.wwep.examples.board.SimulatedBoard;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exercises 6.1 and 6.2: a button that toggles an LED, by way of a server. */
@Command(
        name = "led",
        description = {
            "Press the button of a board, and see its LED change when the server has confirmed it.",
            "",
            "Each press writes the LED's new state to register 05 of the device: 1 for on, 0 for off. In a terminal the"
                    + " board is drawn and keys press its button; --press does without a terminal."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  ./wwep led                                  a board on this terminal",
            "  ./wwep led --press 20 --every 200ms         press by itself, for scripts",
            "  ./wwep led --host 10.0.0.7 --device 0FAC    a server on the network",
            "  ./wwep led -vv 2>wire.log                   the wire log in a file"
        })
final class LedCommand implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private final TargetOptions target = new TargetOptions();

    @Option(
            names = "--fallback-address",
            paramLabel = "ADDRESS",
            description = "The IP address to dial when --host is a name that cannot be looked up.")
    private @Nullable String fallback;

    @Mixin
    private final ReplyTimeout timeout = new ReplyTimeout();

    @ArgGroup(heading = "%nThe device, by one of these; without them this machine's, from its MAC address:%n")
    private DeviceOptions device = new DeviceOptions();

    @Mixin
    private final GpioOptions gpio = new GpioOptions();

    @Option(
            names = "--press",
            paramLabel = "N",
            description = "Press the simulated button N times and end; the exit code tells the first failure.")
    private @Nullable Integer count;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "200ms",
            converter = DurationText.class,
            description = "With --press: the time from press to press, 1ms or more. Default: ${DEFAULT-VALUE}.")
    private Duration every = Duration.ZERO;

    LedCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        DeviceChoice chosen = device.choice().orElseGet(DeviceChoice::thisMachine);
        try (Target server = target.open();
                Board board = gpio.board();
                WwepClient client = client(server.address())) {
            List<String> introduction = List.of("server  " + server, "device  " + chosen, "");
            PressQueue presses = new PressQueue();
            board.onPress(presses::add);
            LedRun run = new LedRun(new LedToggle(board, client, chosen.id()), presses, screen);
            return board instanceof SimulatedBoard simulated
                    ? simulate(simulated, presses, run, introduction)
                    : run.show(new LineView(screen, introduction));
        }
    }

    private void check() {
        if (count != null && count < 1) {
            throw new BadUsageException("--press " + count + " is out of range: it must be 1 or more");
        }
        if (every.isZero()) {
            throw new BadUsageException("--every must be 1ms or more");
        }
        if (count != null && !gpio.isSimulated()) {
            throw new BadUsageException("--press presses a simulated button; with --gpio gpiod press the real one");
        }
        if (fallback != null && target.isOwn()) {
            throw new BadUsageException(
                    "--fallback-address needs --host: it is for when that name cannot be looked up");
        }
    }

    private WwepClient client(HostPort server) {
        return BadUsageException.unlessValid(() -> {
            WwepClientBuilder builder =
                    timeout.applyTo(WwepClient.create(server.host())).port(server.port());
            if (fallback != null) {
                builder.fallbackAddress(fallback);
            }
            return builder.build();
        });
    }

    private int simulate(SimulatedBoard board, PressQueue presses, LedRun run, List<String> introduction)
            throws InterruptedException {
        if (count != null) {
            try (PressSchedule schedule = new PressSchedule(board, presses, count)) {
                LedView view = new LineView(screen, introduction);
                schedule.start(every);
                return run.show(view);
            }
        }
        TerminalView view = TerminalView.open(screen, introduction)
                .orElseThrow(
                        () -> new BadUsageException("led draws its board in a terminal, and this is none; without a"
                                + " terminal say how often to press the button, as in --press 20 --every 200ms"));
        view.keyboard().start(board::press, presses::endNow);
        return run.show(view);
    }
}
