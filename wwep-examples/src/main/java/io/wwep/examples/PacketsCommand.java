package io.wwep.examples;

import io.wwep.examples.board.LedToggle;
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

/** Section 6.9 of the course: shows that packets are not messages. */
@Command(
        name = "packets",
        description = {
            "Send the same request whole, byte by byte, and joined with others in one packet, and show the replies.",
            "",
            "TCP carries a stream of bytes and does not preserve packets. A server that reads the stream answers all"
                    + " three in the same way. The course's servers do not: they treat requests that arrive together"
                    + " as one message, and a pause of 100 ms as its end."
        },
        exitCodeList = {
            "0:the server replied each time",
            "2:bad usage",
            "3:no connection to the server",
            "4:no reply, or not WWEP"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep packets                      with its own server",
            "",
            "  ./wwep server --course              and in another terminal:",
            "  ./wwep packets --host 127.0.0.1     how the course's servers react"
        })
final class PacketsCommand implements Callable<Integer> {

    private static final String INDENT = "   ";

    /** The number of requests joined in one packet. */
    private static final int JOINED = 3;

    private final Screen screen;

    @Mixin
    private final TargetOptions target = new TargetOptions();

    @Option(
            names = "--pause",
            paramLabel = "TIME",
            defaultValue = "20ms",
            converter = DurationConverter.class,
            description = "The time between single bytes, 1ms or more. Default: ${DEFAULT-VALUE}.")
    private Duration pause = Duration.ZERO;

    @Mixin
    private final ReplyTimeout timeout = new ReplyTimeout.CourseDefault();

    @ArgGroup(heading = "%nThe device; default: the course's board, 00F6:%n")
    private DeviceOptions device = new DeviceOptions();

    private int withoutReply;
    private int malformed;
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
            screen.line(INDENT + "Brackets mark what was sent or received in one piece.");
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
        return withoutReply == 0 && malformed == 0 ? ExitCode.ACCEPTED : ExitCode.NO_REPLY;
    }

    private void show(HostPort server, List<String> packets, int requests) throws IOException {
        try (PacketExchange exchange = PacketExchange.with(server)) {
            exchange.send(packets, pause, requests, timeout.time());
            int left = packets.size() - exchange.sent().size();
            String end = exchange.isClosedByServer() ? ", then the server closed the connection" : "";
            screen.emptyLine();
            screen.line(INDENT + "sent      " + pieces(exchange.sent())
                    + (left == 0 ? "" : ", and the server replied before the other " + left));
            screen.line(INDENT + "received  " + pieces(exchange.received()) + end);
            screen.emptyLine();
            if (exchange.received().isEmpty()) {
                withoutReply++;
            }
            if (exchange.isMalformed()) {
                malformed++;
            }
            accepted.add(exchange.accepted());
        }
    }

    private static String pieces(List<String> pieces) {
        return pieces.isEmpty() ? "nothing" : "[" + String.join("][", pieces) + "]";
    }

    private void conclude() {
        if (withoutReply > 0) {
            screen.line(withoutReply + " of 3 were not answered within "
                    + timeout.time().toMillis() + " ms. If the server is slow, wait longer with --timeout.");
        } else if (malformed > 0) {
            screen.line("The reply is not WWEP: check that --port is the plain port of a WWEP server.");
        } else if (accepted.get(0) == 0) {
            screen.line("This server did not accept the whole write either, so the test shows nothing about packets.");
        } else {
            concludeOnPackets(accepted.get(1) > 0, accepted.get(2));
        }
    }

    /**
     * Prints the two conclusions, which are independent: a server may reassemble bytes and yet not separate requests.
     */
    private void concludeOnPackets(boolean putTogether, int toldApart) {
        if (putTogether && toldApart == JOINED) {
            screen.line("This server reads the stream: packets make no difference.");
            return;
        }
        screen.line(
                putTogether
                        ? "This server reassembled the request that arrived byte by byte."
                        : "This server did not wait for the rest of the request that arrived byte by byte.");
        screen.line(
                switch (toldApart) {
                    case 0 -> "It treats requests that arrive in one packet as one message.";
                    case JOINED -> "It separated the requests that arrived in one packet.";
                    default ->
                        "It answered only " + toldApart + " of the " + JOINED + " requests that arrived in one packet.";
                });
        screen.line(
                toldApart == JOINED
                        ? "So send it each request whole, in one packet."
                        : putTogether
                                ? "So send it one request at a time, and wait for the reply."
                                : "So send it each request whole, in its own packet.");
    }
}
