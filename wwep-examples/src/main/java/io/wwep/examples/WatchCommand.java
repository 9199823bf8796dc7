package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows a device's registers as they change: {@code wwep watch --device 0FAC}. */
@Command(
        name = "watch",
        description = {
            "Poll registers of a device, and show their values as they change.",
            "",
            "Shows a table on a terminal; otherwise prints a line for each change. The quality is GOOD; UNSET if the register"
                    + " was never written; STALE if the server does not answer, with the last value and the time when it"
                    + " was read; INVALID if the register holds no valid value of the type. Runs until Ctrl-C or SIGTERM."
        },
        exitCodeList = {
            "0:ended by Ctrl-C (SIGINT) or SIGTERM",
            "2:bad usage, or a file that cannot be used",
            "3:without --register: no connection to the server",
            "4:without --register: timed out, connection lost, or no valid reply",
            "5:without --register: no TLS"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep watch --device 0FAC                          all ever written",
            "  ./wwep watch --device 0FAC --register 05 --register 0B --every 200ms",
            "  ./wwep watch --device 0FAC --register 10 --type int16 --scale 0.1",
            "  ./wwep watch --host wwep.local --device 0FAC --json > changes.jsonl"
        })
final class WatchCommand implements Callable<Integer> {

    private static final String ENUMERATED = "enumerated";

    private final Screen screen;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--register",
            paramLabel = "REGISTER",
            converter = HexNumber.class,
            description = "The register to watch, 00 to FF (hexadecimal); the first of a value in several. May be"
                    + " repeated. Default: all that were ever written, found by reading all 256 first.")
    private List<Integer> numbers = List.of();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "uint16",
            description =
                    "How the registers encode a value: uint16, int16, flag, bit(n), bits(from,to), bcd, uint32, int32,"
                            + " float32, uint64, int64, float64, ascii(length) or hex(length). Default: ${DEFAULT-VALUE}.")
    private String type = "";

    @Option(
            names = "--scale",
            paramLabel = "FACTOR",
            converter = DecimalNumber.class,
            description = "Multiply each number by this factor, in decimal: 234 times 0.1 is 23.4.")
    private @Nullable Double scale;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "The time between polls, such as 200ms, 1s or 1m. Default: ${DEFAULT-VALUE}.")
    private Duration every = Duration.ZERO;

    @Option(names = "--json", description = "Print each change as one JSON object on one line.")
    private boolean json;

    @Mixin
    private final ClientOptions server = new ClientOptions();

    @ArgGroup(multiplicity = "1", heading = "%nThe device:%n")
    private DeviceOptions device = new DeviceOptions();

    WatchCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws WwepException {
        DeviceId id = device.choice().orElseThrow().id();
        List<Register<?>> registers = registers(numbers);
        if (registers.isEmpty() && register(0).count() > 1) {
            throw new BadUsageException("--type " + type + " needs --register: its values fill "
                    + register(0).count() + " registers; give the first of each");
        }
        if (registers.isEmpty()) {
            registers = registers(written(id));
            screen.note("watching " + registers.size() + " of 256 registers, all that were ever written: "
                    + RegisterRanges.of(registers.stream().map(Register::number).toList()));
        }
        WwepClientBuilder client = server.client();
        MessageRewriter messages = new MessageRewriter(command);
        try (ChangeQueue changes = new ChangeQueue();
                Gateway gateway = Gateway.create().build()) {
            GatewayDevice watched =
                    gateway.device("device", BadUsageException.ifInvalid(() -> gateway.endpoint("server", client)), id);
            ChangeView view = view(id, registers, messages);
            registers.forEach(register -> watch(watched, register, changes));
            changes.showUntilEnded(view);
        }
        return ExitCode.ACCEPTED;
    }

    private <T> void watch(GatewayDevice watched, Register<T> register, ChangeQueue changes) {
        var unused = watched.watch(register).every(every).start(reading -> changes.add(new Change(reading)));
    }

    private ChangeView view(DeviceId id, List<Register<?>> registers, MessageRewriter messages) {
        if (json) {
            return new JsonChanges(screen, id, messages);
        }
        if (SystemTerminal.isOutput()) {
            Optional<String> obstacle = SystemTerminal.obstacle();
            Optional<Terminal> terminal = obstacle.isEmpty() ? SystemTerminal.open() : Optional.empty();
            if (terminal.isPresent()) {
                String heading =
                        "device " + id + " at " + server.route() + ", polled every " + every.toMillis() + " ms";
                return ChangeTable.on(terminal.get(), heading, registers, messages);
            }
            obstacle.ifPresent(why -> screen.note(why + "; continuing with plain lines"));
        }
        return new ChangeLines(screen, messages);
    }

    /** Returns the registers that were ever written. */
    private Collection<Integer> written(DeviceId id) throws WwepException {
        WwepClientBuilder builder = server.client();
        try (WwepClient client = BadUsageException.ifInvalid(builder::build);
                Progress progress = new Progress(screen, SystemTerminal.isErrorOutput())) {
            Set<Integer> found = new RegisterScan(client, id, progress).values().keySet();
            if (found.isEmpty()) {
                throw new BadUsageException(
                        "no register of device " + id + " was ever written; give --register to wait for one");
            }
            return found;
        }
    }

    private List<Register<?>> registers(Collection<Integer> all) {
        List<Register<?>> registers = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (int number : all) {
            if (!seen.add(number)) {
                throw new BadUsageException(
                        "--register " + String.format("%02X", number) + " is given twice; give it once");
            }
            registers.add(register(number));
        }
        return registers;
    }

    private Register<?> register(int number) {
        if (type.strip().equals(ENUMERATED)) {
            throw new BadUsageException(
                    "--type enumerated needs a map of values, which watch does not accept; give uint16");
        }
        Register<?> register = BadUsageException.ifInvalid(() -> Register.of(type, number));
        Double factor = scale;
        if (factor == null) {
            return register;
        }
        if (!register.isNumeric()) {
            throw new BadUsageException(
                    "--scale is for numbers, and values of --type " + type + " are not; leave it out");
        }
        try {
            return register.scaled(factor);
        } catch (IllegalArgumentException e) {
            throw new BadUsageException("--scale: " + e.getMessage());
        }
    }
}
