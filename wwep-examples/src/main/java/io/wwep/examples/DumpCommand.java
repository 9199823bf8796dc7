package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads all registers of a device: {@code wwep dump --device 0FAC}. */
@Command(
        name = "dump",
        description = {
            "Read all 256 registers of a device, and show those that were ever written.",
            "",
            "Shows a grid: a register's number is the sum of its row and column; a dot is a register that was never"
                    + " written. With --json, prints the JSON that load accepts. A course server needs a connection for"
                    + " each register; on a terminal, dump shows its progress and an estimate of the time."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep dump --host wwep.local --device 0FAC",
            "  ./wwep dump --device 0FAC --json > 0FAC.json     and to write them back:",
            "  ./wwep load 0FAC.json"
        })
final class DumpCommand implements Callable<Integer> {

    private final Screen screen;

    @Mixin
    private final ClientOptions server = new ClientOptions();

    @Mixin
    private final JsonOption json = new JsonOption();

    @ArgGroup(multiplicity = "1", heading = "%nThe device:%n")
    private DeviceOptions device = new DeviceOptions();

    DumpCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws WwepException {
        DeviceId id = device.choice().orElseThrow().id();
        WwepClientBuilder builder = server.client();
        SortedMap<Integer, Integer> values;
        try (WwepClient client = BadUsageException.ifInvalid(builder::build);
                Progress progress = new Progress(screen, SystemTerminal.isErrorOutput())) {
            values = new RegisterScan(client, id, progress).values();
        } catch (WwepException e) {
            return json.failed(screen, new JsonObject().with("device", id), e);
        }
        if (json.isGiven()) {
            screen.line(RegisterFile.json(id, values));
        } else {
            new RegisterGrid(values).lines(SystemTerminal.outputWidth()).forEach(screen::line);
            if (values.isEmpty()) {
                screen.note("no register of device " + id + " was ever written");
            }
        }
        return ExitCode.ACCEPTED;
    }
}
