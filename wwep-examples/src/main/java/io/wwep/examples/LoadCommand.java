package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.client.WwepDevice;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes registers from a file: {@code wwep load 0FAC.json}. */
@Command(
        name = "load",
        description = {
            "Write registers from a file, in the format of dump --json.",
            "",
            "Checks the whole file first, then writes the registers in order, each after the reply to the previous one."
                    + " Stops at the first failure or at Ctrl-C, and says which registers were written and"
                    + " which were not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep load --host wwep.local 0FAC.json",
            "  ./wwep load --device 0BAC 0FAC.json              into another device",
            "  ./wwep dump --device 0FAC --json | ./wwep load --host wwep.local -"
        })
final class LoadCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    private final Screen screen;

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "The file, at most 64 KiB of JSON; - reads standard input.")
    private String file = "";

    @Mixin
    private final ClientOptions server = new ClientOptions();

    @ArgGroup(heading = "%nThe device; default: the one in the file:%n")
    private DeviceOptions device = new DeviceOptions();

    /** Whether a signal ends the process: no further register is written. */
    private volatile boolean stopping;

    LoadCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws WwepException {
        RegisterFile registers = read();
        DeviceId id = device.choice().map(DeviceChoice::id).orElse(registers.device());
        if (id == null) {
            throw new BadUsageException(name() + ": it has no \"device\"; add one, or give --device");
        }
        WwepClientBuilder builder = server.client();
        StopSignal signal = new StopSignal(() -> stopping = true, () -> {});
        try (signal;
                WwepClient client = BadUsageException.ifInvalid(builder::build);
                Progress progress = new Progress(screen, SystemTerminal.isErrorOutput())) {
            if (!write(client.device(id), registers.values(), progress)) {
                return ExitCode.NO_REPLY; // the process ends with the signal's exit code instead
            }
        }
        screen.line("wrote " + count(registers.values().size()) + " of device " + id);
        return ExitCode.ACCEPTED;
    }

    /** Writes the registers; returns false if a signal stopped it. */
    private boolean write(WwepDevice target, SortedMap<Integer, Integer> values, Progress progress)
            throws WwepException {
        int written = 0;
        for (Map.Entry<Integer, Integer> each : values.entrySet()) {
            progress.show("%d of %d registers written", written, values.size());
            if (stopping) {
                progress.close();
                screen.note(outcome(target.id(), values, each.getKey(), Delivery.NOT_SENT));
                return false;
            }
            try {
                target.write(each.getKey(), each.getValue());
            } catch (WwepException e) {
                progress.close();
                screen.note(outcome(target.id(), values, each.getKey(), e.delivery()));
                if (stopping && e instanceof WwepInterruptedException) {
                    // The signal ended the wait: the outcome says it all.
                    return false;
                }
                throw e;
            }
            written++;
        }
        return true;
    }

    /** Describes what happened to each register when one write failed, or was left out. */
    private static String outcome(DeviceId id, SortedMap<Integer, Integer> values, int failed, Delivery delivery) {
        SortedMap<Integer, Integer> written = values.headMap(failed);
        boolean unknown = delivery == Delivery.UNKNOWN;
        SortedMap<Integer, Integer> notWritten = values.tailMap(unknown ? failed + 1 : failed);
        StringBuilder outcome =
                new StringBuilder("wrote " + written.size() + " of " + count(values.size()) + " of device " + id);
        if (!written.isEmpty()) {
            outcome.append("; written: ").append(RegisterRanges.of(written.keySet()));
        }
        if (unknown) {
            outcome.append("; unknown: ").append(String.format("%02X", failed));
        }
        if (!notWritten.isEmpty()) {
            outcome.append("; not written: ").append(RegisterRanges.of(notWritten.keySet()));
        }
        return outcome.toString();
    }

    private static String count(int registers) {
        return registers + (registers == 1 ? " register" : " registers");
    }

    private RegisterFile read() {
        try (InputStream text = file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file))) {
            return RegisterFile.read(text);
        } catch (BadUsageException e) {
            throw new BadUsageException(name() + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw new BadUsageException("there is no file " + file + "; check the path, or give - for standard input");
        } catch (IOException e) {
            throw new BadUsageException(
                    name() + " cannot be read: " + e.getMessage() + "; check its permissions, and that it is a file");
        }
    }

    private String name() {
        return file.equals(STANDARD_INPUT) ? "standard input" : file;
    }
}
