package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.examples.board.Board;
import io.wwep.examples.board.ButtonAndLed;
import io.wwep.examples.board.LedToggle;
import io.wwep.examples.board.PressAction;
import io.wwep.examples.board.SimulatedBoard;
import io.wwep.examples.capture.CaptureFile;
import io.wwep.protocol.WireListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The common part of led and dual-led: a board whose buttons toggle their LEDs, with a route to a server for each. */
final class LedProgram {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--fallback-address",
            paramLabel = "ADDRESS",
            description = "The IP address to use when the name in --host cannot be resolved.")
    private @Nullable String fallback;

    @Mixin
    private final ReplyTimeout timeout = new ReplyTimeout.CourseDefault();

    @ArgGroup(heading = "%nThe device; default: this machine, from its MAC address:%n")
    private DeviceOptions device = new DeviceOptions();

    @Mixin
    private final GpioOptions gpio = new GpioOptions();

    @Mixin
    private final CaptureOption pcap = new CaptureOption();

    @Option(
            names = "--press",
            paramLabel = "N",
            description = "Press each simulated button N times, then exit with the code of the first failure.")
    private @Nullable Integer count;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "200ms",
            converter = DurationConverter.class,
            description = "With --press: the time between presses, 1ms or more. Default: ${DEFAULT-VALUE}.")
    private Duration every = Duration.ZERO;

    /**
     * Checks the options before a server is started.
     *
     * @param own whether the program starts its own server
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
                    "--fallback-address needs --host: it is used when that name cannot be resolved");
        }
    }

    /**
     * Runs with a button and an LED for each of the server's routes, and returns the exit code.
     *
     * @param readsReplies whether it reads the server's replies and sets the LEDs from them
     */
    int run(Target server, Screen screen, boolean readsReplies) throws IOException, InterruptedException {
        DeviceChoice chosen = device.choice().orElseGet(DeviceChoice::thisMachine);
        List<Route> routes = server.routes();
        ConnectionReport connections = new ConnectionReport();
        try (CaptureFile capture = pcap.open(screen);
                Board board = gpio.board(routes.size());
                Clients clients = clients(routes, connections, listener(capture))) {
            pcap.explainPorts(
                    screen, routes.stream().map(route -> route.address().port()).toList());
            WireListener wire = listener(capture);
            PressQueue presses = new PressQueue();
            List<PressAction> actions = new ArrayList<>();
            for (ButtonAndLed pair : board.pairs()) {
                pair.onPress(() -> presses.add(pair.number()));
                HostPort address = routes.get(pair.number()).address();
                actions.add(
                        readsReplies
                                ? new LedToggle(pair, clients.all.get(pair.number()), chosen.id())
                                : new SendOnlyToggle(pair, address, fallback, chosen.id(), connections, wire));
            }
            MessageRewriter messages = new MessageRewriter(command);
            LedRun run = new LedRun(actions, routes, presses, screen, messages, readsReplies);
            List<String> introduction = new ArrayList<>(List.of("server  " + server));
            introduction.addAll(chosen.lines());
            introduction.add("");
            List<String> names = routes.stream().map(Route::transport).toList();
            LedView view = view(board, presses, screen, introduction, new PressTable(screen, names, messages));
            connections.to(view::connected);
            return board instanceof SimulatedBoard simulated && count != null
                    ? pressByItself(simulated, count, presses, run, view)
                    : run.show(view);
        }
    }

    private int pressByItself(SimulatedBoard board, int times, PressQueue presses, LedRun run, LedView view)
            throws InterruptedException {
        try (PressSchedule schedule = new PressSchedule(board, presses, times)) {
            schedule.start(every);
            return run.show(view);
        }
    }

    private record Clients(List<WwepClient> all) implements AutoCloseable {

        @Override
        public void close() {
            all.forEach(WwepClient::close);
        }
    }

    /** Returns what captures the connections; without a capture, it ignores them. */
    private static WireListener listener(@Nullable CaptureFile capture) {
        return capture == null ? (local, remote) -> null : capture.ofClients();
    }

    private Clients clients(List<Route> routes, ConnectionReport connections, WireListener wire) {
        return new Clients(
                routes.stream().map(route -> client(route, connections, wire)).toList());
    }

    private WwepClient client(Route route, ConnectionReport connections, WireListener wire) {
        return BadUsageException.ifInvalid(() -> {
            WwepClientBuilder builder = timeout.applyTo(route.client());
            builder.wire(wire).socketFactory(connections.sockets(route.address()));
            if (fallback != null) {
                builder.fallbackAddress(fallback);
            }
            return builder.build();
        });
    }

    /** Shows the board as well as the terminal allows, and lets keys press its buttons unless something else does. */
    private LedView view(Board board, PressQueue presses, Screen screen, List<String> introduction, PressTable table) {
        if (count != null || !(board instanceof SimulatedBoard simulated)) {
            return new LineView(screen, introduction, table);
        }
        Optional<String> obstacle = SystemTerminal.obstacle();
        if (obstacle.isEmpty()) {
            Terminal terminal = SystemTerminal.open()
                    .orElseThrow(
                            () -> new BadUsageException("the board needs a terminal, and this is not one; without a"
                                    + " terminal, give the number of presses, as in --press 20 --every 200ms"));
            TerminalView view = TerminalView.on(terminal, screen, introduction, table);
            view.keyboard().start(simulated::press, presses::endNow);
            return view;
        }
        screen.note(obstacle.get() + "; continuing with plain lines");
        int buttons = board.pairs().size();
        List<String> withKeys = new ArrayList<>(introduction);
        withKeys.addAll(List.of(LineKeyboard.usage(buttons), ""));
        LineView view = new LineView(screen, withKeys, table);
        new LineKeyboard(System.in, buttons).start(simulated::press, presses::endNow);
        return view;
    }
}
