package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.examples.board.ButtonAndLed;
import io.wwep.examples.board.LedToggle;
import io.wwep.examples.board.Press;
import io.wwep.examples.board.SimulatedBoard;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.Exchange;
import io.wwep.server.WwepServer;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Shows all of WWEP in a few seconds: buttons, clients, a server and LEDs, plain and over TLS, and refused requests.
 */
@Command(
        name = "demo",
        description = {
            "See everything at work in a few seconds: two buttons, two LEDs and a server.",
            "",
            "Starts a server with a plain and a TLS port, and a simulated board. Presses the buttons, one of which"
                    + " uses plain TCP and the other TLS, writes through one port and reads through the other, and"
                    + " sends two requests that the server must refuse. Shows every message. Needs no network."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./wwep demo")
final class DemoCommand implements Callable<Integer> {

    private static final List<Integer> PRESSED = List.of(0, 1, 0, 1);
    private static final String INDENT = "   ";

    private final Screen screen;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private int replies;
    private int wrong;
    private int exitCode = ExitCode.ACCEPTED;

    DemoCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DeviceId device = DeviceChoice.courseBoard().id();
        WwepTls trust = DemoMaterial.trust();
        List<Exchange> seen = new CopyOnWriteArrayList<>();
        try (WwepServer server = WwepServer.create()
                        .plain(0)
                        .tls(0, DemoMaterial.server())
                        .listener(seen::add)
                        .start();
                SimulatedBoard board = new SimulatedBoard(2);
                WwepClient plain =
                        new Route(HostPort.of(server.address()), null).client().build();
                WwepClient secure = new Route(HostPort.of(server.tlsAddress()), trust)
                        .client()
                        .build()) {
            introduce(server, device);
            pressButtons(
                    board,
                    List.of(
                            new LedToggle(board.pairs().get(0), plain, device),
                            new LedToggle(board.pairs().get(1), secure, device)));
            useBothPorts(plain, secure);
            refuse(plain, secure);
        }
        // The server is closed, so its listener has received every exchange.
        showServer(seen);
        screen.line(
                wrong == 0
                        ? screen.good("All " + replies + " replies were correct.")
                        : screen.bad(wrong + " of " + replies + " replies were wrong."));
        return exitCode;
    }

    private void introduce(WwepServer server, DeviceId device) {
        screen.line(screen.heading("Two buttons and LEDs on a simulated board, and a WWEP server between them"));
        screen.emptyLine();
        screen.line(INDENT + "server  " + HostPort.of(server.address()) + " and " + HostPort.of(server.tlsAddress())
                + " with TLS, started for this demo");
        screen.line(INDENT + "device  " + device + ", the sum of the bytes of the board's MAC address, "
                + DeviceChoice.COURSE_MAC);
        screen.line(INDENT + "trust   " + DemoMaterial.authority() + ", which signed the server's certificate");
        screen.emptyLine();
    }

    private void pressButtons(SimulatedBoard board, List<LedToggle> toggles) throws InterruptedException {
        screen.line("1. Button 0 sends plain, button 1 sends over TLS: each press writes its LED's new");
        screen.line("   state to register 05 or 06. The LED changes when the server's reply confirms it.");
        screen.emptyLine();
        PressTable table = new PressTable(screen, List.of("plain", "TLS"), new MessageRewriter(spec));
        screen.line(INDENT + table.heading());
        PressQueue presses = new PressQueue();
        board.pairs().forEach(pair -> pair.onPress(() -> presses.add(pair.number())));
        for (int number = 1; number <= PRESSED.size(); number++) {
            ButtonAndLed pair = board.pairs().get(PRESSED.get(number - 1));
            boolean wanted = !pair.isLit();
            board.press(pair.number());
            Press press = toggles.get(presses.take().orElseThrow()).press(number);
            screen.line(INDENT + table.row(press));
            count(press.failure() == null && press.lit() == wanted, ExitCode.of(press));
        }
        screen.emptyLine();
        screen.line(INDENT + "W00F6050001 is: Write, device 00F6, register 05, value 0001. A is: Accepted.");
        screen.emptyLine();
    }

    private void useBothPorts(WwepClient plain, WwepClient secure) {
        screen.line("2. Both ports reach the same registers: one writes, the other reads.");
        exchangeHeading();
        exchange("TLS", secure, WwepRequest.write(0x0FAC, 0x0B, 0x1234), DemoCommand::isAccepted, "written over TLS");
        exchange(
                "plain",
                plain,
                WwepRequest.read(0x0FAC, 0x0B),
                reply -> reply instanceof WwepReply.Accepted accepted && accepted.value() == 0x1234,
                "and read without it");
        screen.emptyLine();
    }

    private void refuse(WwepClient plain, WwepClient secure) {
        screen.line("3. Two requests that the server must refuse. X is the whole reply.");
        exchangeHeading();
        exchange(
                "plain",
                plain,
                WwepRequest.raw("W01234"),
                reply -> !isAccepted(reply),
                "illegal: too short for a write");
        exchange(
                "TLS",
                secure,
                WwepRequest.read(0x0BAC, 0x0B),
                reply -> !isAccepted(reply),
                "legal, but that register was never written");
        screen.emptyLine();
    }

    private static boolean isAccepted(WwepReply reply) {
        return reply instanceof WwepReply.Accepted;
    }

    private void exchangeHeading() {
        screen.emptyLine();
        screen.line(INDENT + screen.heading(String.format("%-5s  %-11s  %-11s  what it is", "over", "sent", "reply")));
    }

    private void exchange(
            String transport, WwepClient client, WwepRequest request, Predicate<WwepReply> right, String what) {
        String reply;
        try {
            WwepReply received = client.exchange(request);
            reply = received.toString();
            count(right.test(received), ExitCode.NO_REPLY);
        } catch (WwepException e) {
            reply = screen.bad(new MessageRewriter(spec).of(e));
            count(false, ExitCode.of(e));
        }
        screen.line(INDENT + String.format("%-5s  %-11s  %-11s  %s", transport, request, reply, what));
    }

    private void showServer(List<Exchange> seen) {
        screen.line("4. The same exchanges, as the server saw them.");
        screen.emptyLine();
        ExchangeTable table = new ExchangeTable(false);
        screen.line(INDENT + screen.heading(table.heading()));
        seen.forEach(exchange -> screen.line(INDENT + table.row(exchange)));
        screen.emptyLine();
    }

    private void count(boolean right, int codeIfWrong) {
        replies++;
        if (!right) {
            wrong++;
            exitCode = exitCode == ExitCode.ACCEPTED ? codeIfWrong : exitCode;
        }
    }
}
