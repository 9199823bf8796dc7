package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.examples.board.Board;
import io.wwep.examples.board.ButtonAndLed;
import io.wwep.examples.board.SimulatedBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What led and dual-led have in common: a board whose buttons toggle their LEDs, with a route to a server for each. */
final class LedProgram {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

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
            description = "Press each simulated button N times and end; the exit code tells the first failure.")
    private @Nullable Integer count;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "200ms",
            converter = DurationText.class,
            description = "With --press: the time from press to press, 1ms or more. Default: ${DEFAULT-VALUE}.")
    private Duration every = Duration.ZERO;

    /**
     * Checks what can be checked before there is a server.
     *
     * @param own whether the server will be the program's own
     */
    void check(boolean own) {
        if (count != null && count < 1) {
            throw new BadUsageException("--press " + count + " is out of range: it must be 1 or more");
        }
        if (count != null && !gpio.isSimulated()) {
            throw new BadUsageException("--press presses a simulated button; with --gpio gpiod press the real one");
        }
        if (fallback != null && own) {
            throw new BadUsageException(
                    "--fallback-address needs --host: it is for when that name cannot be looked up");
        }
    }

    /** Runs with a button and an LED for each of the server's routes, and gives the exit code. */
    int run(Target server, Screen screen) throws InterruptedException {
        DeviceChoice chosen = device.choice().orElseGet(DeviceChoice::thisMachine);
        List<Route> routes = server.routes();
        try (Board board = gpio.board(routes.size());
                Clients clients = new Clients(routes.stream().map(this::client).toList())) {
            PressQueue presses = new PressQueue();
            List<LedToggle> toggles = new ArrayList<>();
            for (ButtonAndLed pair : board.pairs()) {
                pair.onPress(() -> presses.add(pair.number()));
                toggles.add(new LedToggle(pair, clients.all.get(pair.number()), chosen.id()));
            }
            OptionWords words = new OptionWords(command);
            LedRun run = new LedRun(toggles, routes, presses, screen, words);
            List<String> introduction = List.of("server  " + server, "device  " + chosen, "");
            List<String> names = routes.stream().map(Route::transport).toList();
            PressTable table = new PressTable(screen, names, words);
            return board instanceof SimulatedBoard simulated
                    ? simulate(simulated, presses, run, screen, introduction, names, table)
                    : run.show(new LineView(screen, introduction, table));
        }
    }

    private record Clients(List<WwepClient> all) implements AutoCloseable {

        @Override
        public void close() {
            all.forEach(WwepClient::close);
        }
    }

    private WwepClient client(Route route) {
        return BadUsageException.unlessValid(() -> {
            WwepClientBuilder builder = timeout.applyTo(route.client());
            if (fallback != null) {
                builder.fallbackAddress(fallback);
            }
            return builder.build();
        });
    }

    private int simulate(
            SimulatedBoard board,
            PressQueue presses,
            LedRun run,
            Screen screen,
            List<String> introduction,
            List<String> names,
            PressTable table)
            throws InterruptedException {
        if (count != null) {
            try (PressSchedule schedule = new PressSchedule(board, presses, count)) {
                LedView view = new LineView(screen, introduction, table);
                schedule.start(every);
                return run.show(view);
            }
        }
        TerminalView view = TerminalView.open(screen, introduction, names, table)
                .orElseThrow(() -> new BadUsageException("the board is drawn in a terminal, and this is none; without a"
                        + " terminal say how often to press the button, as in --press 20 --every 200ms"));
        view.keyboard().start(board::press, presses::endNow);
        return run.show(view);
    }
}
