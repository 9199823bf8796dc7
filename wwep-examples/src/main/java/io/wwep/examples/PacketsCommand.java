package io.wwep.examples;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Section 6.9 of the course: what packets have to do with messages, which is nothing. */
@Command(
        name = "packets",
        description = {
            "Send the same request whole, byte by byte, and with others in one packet, and show what comes back.",
            "",
            "TCP carries a stream of bytes and keeps nothing of how they were sent. A server that reads the stream"
                    + " answers all three alike. The course's servers do not: they treat requests that arrive"
                    + " together as one message, and a pause of 100 ms as its end."
        },
        exitCodeList = {
            "0:something came back each time",
            "2:bad usage",
            "3:no connection to the server",
            "4:nothing came back, or it is not WWEP"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep packets                      with its own server",
            "",
            "  ./wwep server --course              and in another terminal:",
            "  ./wwep packets --host 127.0.0.1     what the course's servers make of it"
        })
final class PacketsCommand implements Callable<Integer> {

    private static final String INDENT = "   ";

    /** How many requests are joined in one packet. */
    private static final int JOINED = 3;

    private final Screen screen;

    @Mixin
    private final TargetOptions target = new TargetOptions();

    @Option(
            names = "--pause",
            paramLabel = "TIME",
            defaultValue = "20ms",
            converter = DurationText.class,
            description = "The time between single bytes, 1ms or more. Default: ${DEFAULT-VALUE}.")
    private Duration pause = Duration.ZERO;

    @Mixin
    private final ReplyTimeout timeout = new ReplyTimeout.OfCourse();

    @ArgGroup(heading = "%nThe device, by one of these; without them the course's board, 00F6:%n")
    private DeviceOptions device = new DeviceOptions();

    private int unanswered;
    private int garbled;
    private final List<Integer> accepted = new ArrayList<>();

    PacketsCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        DeviceId id = device.choice().orElseGet(DeviceChoice::courseBoard).id();
        String on = WwepRequest.write(id, LedToggle.REGISTER, 1).toString();
        String read = WwepRequest.read(id, LedToggle.REGISTER).toString();
        String off = WwepRequest.write(id, LedToggle.REGISTER, 0).toString();
        try (Target server = target.open()) {
            HostPort address = server.routes().get(0).address();
            screen.line(screen.heading("Packets are not messages"));
            screen.emptyLine();
            screen.line(INDENT + "server  " + server);
            screen.line(INDENT + "Brackets show what was sent, and what was received, in one piece.");
            screen.emptyLine();
            // tag::packets[]
            screen.line("1. A write, whole: one packet of " + on.length() + " bytes.");
            show(address, List.of(on), 1);
            screen.line(
                    "2. The same write in " + on.length() + " packets of one byte, " + pause.toMillis() + " ms apart.");
            show(address, on.chars().mapToObj(Character::toString).toList(), 1);
            screen.line("3. Three requests joined in one packet: write, read, write.");
            show(address, List.of(on + read + off), JOINED);
            // end::packets[]
        }
        conclude();
        return unanswered == 0 && garbled == 0 ? ExitCode.ACCEPTED : ExitCode.NO_ANSWER;
    }

    private void show(HostPort server, List<String> packets, int requests) throws IOException {
        try (PacketExchange exchange = PacketExchange.with(server)) {
            exchange.send(packets, pause, requests, timeout.time());
            int left = packets.size() - exchange.sent().size();
            String end = exchange.isClosedByServer() ? ", then the server closed the connection" : "";
            screen.emptyLine();
            screen.line(INDENT + "sent      " + pieces(exchange.sent())
                    + (left == 0 ? "" : ", and was answered before the other " + left));
            screen.line(INDENT + "received  " + pieces(exchange.received()) + end);
            screen.emptyLine();
            if (exchange.received().isEmpty()) {
                unanswered++;
            }
            if (exchange.isGarbled()) {
                garbled++;
            }
            accepted.add(exchange.accepted());
        }
    }

    private static String pieces(List<String> pieces) {
        return pieces.isEmpty() ? "nothing" : "[" + String.join("][", pieces) + "]";
    }

    private void conclude() {
        if (unanswered > 0) {
            screen.line(unanswered + " of 3 were not answered within "
                    + timeout.time().toMillis() + " ms. If the server is slow, wait longer by --timeout.");
        } else if (garbled > 0) {
            screen.line("What came back is not WWEP: see that --port is the plain port of a WWEP server.");
        } else if (accepted.get(0) == 0) {
            screen.line("This server did not accept the write that was whole either: that tells nothing of packets.");
        } else {
            concludeOnPackets(accepted.get(1) > 0, accepted.get(2));
        }
    }

    /** Each of the two says something of its own: a server may put bytes together and yet not tell requests apart. */
    private void concludeOnPackets(boolean putTogether, int toldApart) {
        if (putTogether && toldApart == JOINED) {
            screen.line("This server reads the stream: how the bytes are packed makes no difference.");
            return;
        }
        screen.line(
                putTogether
                        ? "This server put together what came byte by byte."
                        : "This server did not wait for the rest of a request that came byte by byte.");
        screen.line(
                switch (toldApart) {
                    case 0 -> "It treats requests that come in one packet as one message.";
                    case JOINED -> "It separated the requests that came in one packet.";
                    default ->
                        "It answered only " + toldApart + " of the " + JOINED + " requests that came in one packet.";
                });
        screen.line(
                toldApart == JOINED
                        ? "So send it each request whole, in one packet."
                        : putTogether
                                ? "So send it one request at a time, and wait for the reply."
                                : "So send it each request whole, in its own packet.");
    }
}
