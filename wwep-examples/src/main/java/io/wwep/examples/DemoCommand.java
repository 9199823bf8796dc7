package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.examples.board.SimulatedBoard;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.RegisterStore;
import io.wwep.server.Transaction;
import io.wwep.server.WwepServer;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import picocli.CommandLine.Command;

/** The whole of WWEP in a few seconds: button, client, server, LED, and what a server refuses. */
@Command(
        name = "demo",
        description = {
            "See it all at work: a button, an LED and a server, in a few seconds.",
            "",
            "Starts a server and a simulated board, presses the button four times, then sends two requests that the"
                    + " server must refuse. Shows every message. Needs no network."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./wwep demo")
final class DemoCommand implements Callable<Integer> {

    private static final int PRESSES = 4;
    private static final String INDENT = "   ";

    private final Screen screen;
    private final PressTable table;
    private int replies;
    private int wrong;
    private int exitCode = ExitCode.ACCEPTED;

    DemoCommand(Screen screen) {
        this.screen = screen;
        this.table = new PressTable(screen);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DeviceId device = DeviceChoice.courseBoard().id();
        RegisterStore registers = RegisterStore.inMemory();
        List<Transaction> seen = new CopyOnWriteArrayList<>();
        boolean lit;
        try (WwepServer server = WwepServer.create()
                        .plain(0)
                        .store(registers)
                        .listener(seen::add)
                        .start();
                SimulatedBoard board = new SimulatedBoard();
                WwepClient client =
                        WwepClient.create("127.0.0.1").port(server.port()).build()) {
            introduce(HostPort.of(server.address()), device);
            pressButton(board, new LedToggle(board, client, device));
            refuse(client);
            lit = board.isLit();
        }
        // The server is closed, so it has told of all it did.
        showServer(seen);
        showEnd(device, registers.read(device, LedToggle.REGISTER), lit);
        return exitCode;
    }

    private void introduce(HostPort server, DeviceId device) {
        screen.line(screen.heading("A button and an LED on a simulated board, and a WWEP server between them"));
        screen.emptyLine();
        screen.line(INDENT + "server  " + server + ", started for this demo");
        screen.line(INDENT + "device  " + device + ", the sum of the bytes of the board's MAC address, "
                + DeviceChoice.COURSE_MAC);
        screen.emptyLine();
    }

    private void pressButton(SimulatedBoard board, LedToggle toggle) throws InterruptedException {
        screen.line("1. Four presses of the button. Each writes the LED's new state to register");
        screen.line("   05 of the device. The LED changes when the server's reply confirms it.");
        screen.emptyLine();
        screen.line(INDENT + table.heading());
        PressQueue presses = new PressQueue();
        board.onPress(presses::add);
        for (int i = 1; i <= PRESSES; i++) {
            boolean wanted = !board.isLit();
            board.press();
            presses.take();
            Press press = toggle.press();
            screen.line(INDENT + table.row(press));
            count(press.failure() == null && press.lit() == wanted, press.exitCode());
        }
        screen.emptyLine();
        screen.line(INDENT + "W00F6050001 is: Write, device 00F6, register 05, value 0001. A is: Accepted.");
        screen.emptyLine();
    }

    private void refuse(WwepClient client) {
        screen.line("2. Two requests that the server must refuse. X is the whole reply.");
        screen.emptyLine();
        screen.line(INDENT + screen.heading(String.format("%-11s  %-11s  why", "sent", "reply")));
        refuse(client, WwepRequest.raw("W01234"), "illegal: too short for a write");
        refuse(client, WwepRequest.read(0x0BAC, 0x0B), "legal, but nobody ever wrote that register");
        screen.emptyLine();
    }

    private void refuse(WwepClient client, WwepRequest request, String why) {
        String reply;
        try {
            WwepReply received = client.exchange(request);
            reply = received.toString();
            count(received instanceof WwepReply.Refused, ExitCode.NO_ANSWER);
        } catch (WwepException e) {
            reply = screen.bad(String.valueOf(e.getMessage()));
            count(false, ExitCode.of(e));
        }
        screen.line(INDENT + String.format("%-11s  %-11s  %s", request, reply, why));
    }

    private void showServer(List<Transaction> seen) {
        screen.line("3. The same from the server's side.");
        screen.emptyLine();
        screen.line(INDENT + screen.heading(TransactionTable.heading()));
        seen.forEach(transaction -> screen.line(INDENT + TransactionTable.row(transaction)));
        screen.emptyLine();
    }

    private void showEnd(DeviceId device, OptionalInt stored, boolean lit) {
        screen.line(INDENT + "In the end the server has "
                + (stored.isPresent() ? String.format("%04X", stored.getAsInt()) : "nothing")
                + " in register 05 of device " + device + ", and the LED is " + (lit ? "on" : "off") + ".");
        screen.emptyLine();
        screen.line(
                wrong == 0
                        ? screen.good("All " + replies + " replies were right.")
                        : screen.bad(wrong + " of " + replies + " replies were not right."));
    }

    private void count(boolean right, int codeIfWrong) {
        replies++;
        if (!right) {
            wrong++;
            exitCode = exitCode == ExitCode.ACCEPTED ? codeIfWrong : exitCode;
        }
    }
}
