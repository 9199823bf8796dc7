package io.wwep.examples.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.Immutable;
import io.wwep.examples.check.CheckReport.Outcome;
import io.wwep.examples.check.CheckRow.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each wrong server fails in exactly the rows that its fault concerns. All are checked at the same time, to save it. */
class WrongServerTest {

    @Immutable
    private interface Factory {
        ScriptedServer start() throws IOException;
    }

    /** Faults of students' servers, and the rows that fail. */
    enum Wrong {
        NONE(ScriptedServer::new),
        ECHOES_ANOTHER_VALUE(
                EchoesAnotherValue::new,
                "write-echo",
                "overwrite",
                "ffff-and-0000",
                "devices-apart",
                "registers-apart",
                "lower-case",
                "line-feed",
                "split-20ms",
                "silent-client",
                "next-client-served",
                "reset-survived",
                "second-exchange",
                "joined"),
        REFUSES_LOWER_CASE(RefusesLowerCase::new, "lower-case"),
        ECHOES_LOWER_CASE(EchoesLowerCase::new, "lower-case"),
        REFUSES_TO_OVERWRITE(
                RefusesToOverwrite::new,
                "overwrite",
                "ffff-and-0000",
                "line-feed",
                "split-20ms",
                "next-client-served",
                "reset-survived",
                "second-exchange",
                "joined"),
        SERVES_ONE_CLIENT_FOREVER(() -> new ScriptedServer(true), "silent-client"),
        CLOSES_BEFORE_THE_REPLY(ClosesBeforeTheReply::new, "write-echo"),
        WRITES_THE_WRONG_REGISTER(
                WritesTheWrongRegister::new,
                "read-back",
                "ffff-and-0000",
                "devices-apart",
                "registers-apart",
                "second-exchange",
                "joined"),
        SHARES_REGISTERS_BETWEEN_DEVICES(SharesRegisters::new, "devices-apart"),
        KEEPS_ONE_REGISTER_FOR_EACH_DEVICE(KeepsOneRegister::new, "registers-apart"),
        LOSES_JOINED_MESSAGES(LosesJoined::new, "joined"),
        TAKES_EACH_PACKET_FOR_A_MESSAGE(TakesPackets::new, "line-feed", "split-20ms", "joined"),
        TAKES_UNSET_FOR_ZERO(TakesUnsetForZero::new, "read-never-written"),
        TAKES_ANY_DIGITS(TakesAnyDigits::new, "illegal-hex"),
        KEEPS_HALF_A_MESSAGE(KeepsHalf::new, "next-client-served"),
        DIES_AT_A_RESET(DiesAtReset::new, "reset-survived"),
        REFUSES_WITHOUT_AN_X(
                RefusesWithoutX::new, "read-never-written", "illegal-short", "illegal-hex", "illegal-command"),
        REFUSES_WITH_TEXT(RefusesWithText::new),
        SENDS_LINE_ENDS(SendsLineEnds::new, "write-echo"),
        NEVER_REPLIES(NeverReplies::new, "write-echo"),
        FLOODS(Floods::new, "write-echo");

        private final Factory factory;

        /** Separated by commas. */
        private final String failing;

        Wrong(Factory factory, String... failing) {
            this.factory = factory;
            this.failing = String.join(", ", failing);
        }
    }

    private static final Map<Wrong, CheckReport> REPORTS = new EnumMap<>(Wrong.class);

    @BeforeAll
    static void checkAll() throws Exception {
        ExecutorService each = Executors.newCachedThreadPool();
        try {
            Map<Wrong, Future<CheckReport>> running = new EnumMap<>(Wrong.class);
            for (Wrong wrong : Wrong.values()) {
                running.put(wrong, each.submit(check(wrong)));
            }
            for (Map.Entry<Wrong, Future<CheckReport>> check : running.entrySet()) {
                REPORTS.put(check.getKey(), check.getValue().get());
            }
        } finally {
            each.shutdownNow();
        }
    }

    private static CheckReport report(Wrong wrong) {
        return Objects.requireNonNull(REPORTS.get(wrong));
    }

    private static Callable<CheckReport> check(Wrong wrong) {
        return () -> {
            try (ScriptedServer server = wrong.factory.start()) {
                return ServerCheck.run(settings(server.port()), row -> {});
            }
        };
    }

    private static CheckSettings settings(int port) {
        return new CheckSettings("127.0.0.1", port, null, null, CheckProfile.AUTO, CheckSettings.DEVICE);
    }

    @ParameterizedTest
    @EnumSource
    void theRowsOfItsFaultFailAndNoOthers(Wrong wrong) {
        List<CheckRow> failed = report(wrong).rows().stream()
                .filter(row -> row.result() == Result.FAIL)
                .toList();

        assertThat(failed.stream().map(CheckRow::name).collect(Collectors.joining(", ")))
                .isEqualTo(wrong.failing);
        assertThat(failed).allSatisfy(row -> {
            assertThat(row.why()).matches("[A-Z](?s:.)*\\.");
            assertThat(row.sent()).isNotEmpty();
            assertThat(row.source()).startsWith("chapter 6");
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSES_BEFORE_THE_REPLY", "NEVER_REPLIES", "FLOODS"})
    void withoutAFirstReplyAllElseIsSkipped(Wrong wrong) {
        CheckReport report = report(wrong);

        assertThat(report.outcome()).isEqualTo(Outcome.NO_REPLY);
        assertThat(report.rows().stream().skip(1)).allSatisfy(row -> {
            assertThat(row.result()).isEqualTo(Result.SKIPPED);
            assertThat(row.why()).isEqualTo("The server does not answer: see row write-echo.");
        });
    }

    @Test
    void rowsAfterTheEndOfAServerAreSkipped() {
        CheckReport report = report(Wrong.DIES_AT_A_RESET);

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.rows().stream().filter(row -> row.result() == Result.SKIPPED))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.why()).isEqualTo("No answer since row reset-survived."));
    }

    @Test
    void theWordsNameTheFault() {
        assertThat(why(Wrong.ECHOES_LOWER_CASE, "lower-case")).contains("digits in lower case");
        assertThat(why(Wrong.REFUSES_LOWER_CASE, "lower-case")).contains("refused a legal request", "a to f");
        assertThat(why(Wrong.CLOSES_BEFORE_THE_REPLY, "write-echo")).contains("closed the connection before");
        assertThat(why(Wrong.NEVER_REPLIES, "write-echo")).contains("did not reply within 2000 ms");
        assertThat(why(Wrong.FLOODS, "write-echo")).contains("A reply starts with A or X");
        assertThat(why(Wrong.SENDS_LINE_ENDS, "write-echo")).contains("followed by more bytes");
        assertThat(why(Wrong.TAKES_UNSET_FOR_ZERO, "read-never-written")).contains("value where it has to refuse");
        assertThat(why(Wrong.LOSES_JOINED_MESSAGES, "joined")).contains("keep the rest");
        assertThat(why(Wrong.REFUSES_WITH_TEXT, "x-is-alone")).startsWith("A note, not a failure");
    }

    @Test
    void bytesOfTheServerAreEscapedAndShortened() {
        assertThat(row(Wrong.FLOODS, "write-echo").got()).isEqualTo("\\x1B#".repeat(12) + "\\x1B...");
        assertThat(row(Wrong.SENDS_LINE_ENDS, "write-echo").got()).isEqualTo("AFFFE011234\\x0D\\n");
    }

    private static String why(Wrong wrong, String name) {
        return row(wrong, name).why();
    }

    private static CheckRow row(Wrong wrong, String name) {
        return report(wrong).rows().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static final class EchoesAnotherValue extends ScriptedServer {
        EchoesAnotherValue() throws IOException {}

        @Override
        String answer(String message) {
            String right = super.answer(message);
            return message.startsWith("W") ? right.substring(0, 7) + "7777" : right;
        }
    }

    private static final class RefusesLowerCase extends ScriptedServer {
        RefusesLowerCase() throws IOException {}

        @Override
        boolean isLegal(String message) {
            return super.isLegal(message) && message.matches("[0-9A-Z]+");
        }
    }

    private static final class EchoesLowerCase extends ScriptedServer {
        EchoesLowerCase() throws IOException {}

        @Override
        String answer(String message) {
            String right = super.answer(message);
            return message.startsWith("W") ? "A" + message.substring(1) : right;
        }
    }

    private static final class RefusesToOverwrite extends ScriptedServer {
        RefusesToOverwrite() throws IOException {}

        @Override
        String answer(String message) {
            boolean isSet = message.startsWith("W") && registers.containsKey(message.substring(1, 7));
            return isSet && !super.answer("R" + message.substring(1, 7)).endsWith(message.substring(7))
                    ? refusal()
                    : super.answer(message);
        }
    }

    private static final class ClosesBeforeTheReply extends ScriptedServer {
        ClosesBeforeTheReply() throws IOException {}

        @Override
        void serve(Socket client) throws IOException {
            answer(String.valueOf(message(client.getInputStream())));
        }
    }

    private static final class WritesTheWrongRegister extends ScriptedServer {
        WritesTheWrongRegister() throws IOException {}

        @Override
        String storedAt(String register) {
            return register.substring(0, 5) + (char) (register.charAt(5) ^ 1);
        }

        @Override
        String readFrom(String register) {
            return register;
        }
    }

    private static final class SharesRegisters extends ScriptedServer {
        SharesRegisters() throws IOException {}

        @Override
        String storedAt(String register) {
            return register.substring(4);
        }
    }

    private static final class KeepsOneRegister extends ScriptedServer {
        KeepsOneRegister() throws IOException {}

        @Override
        String storedAt(String register) {
            return register.endsWith("EE") ? register : register.substring(0, 4);
        }
    }

    private static final class LosesJoined extends ScriptedServer {
        LosesJoined() throws IOException {}

        @Override
        @Nullable
        String message(InputStream in) throws IOException {
            String message = super.message(in);
            in.skipNBytes(in.available());
            return message;
        }
    }

    private static final class TakesPackets extends ScriptedServer {
        TakesPackets() throws IOException {}

        @Override
        @Nullable
        String message(InputStream in) throws IOException {
            byte[] packet = new byte[100];
            int count = in.read(packet);
            return count < 0 ? null : new String(packet, 0, count, StandardCharsets.ISO_8859_1);
        }
    }

    private static final class TakesUnsetForZero extends ScriptedServer {
        TakesUnsetForZero() throws IOException {}

        @Override
        String neverWritten(String register) {
            return "A" + register + "0000";
        }
    }

    private static final class TakesAnyDigits extends ScriptedServer {
        TakesAnyDigits() throws IOException {}

        @Override
        boolean isLegal(String message) {
            return message.matches("W.{10}|R.{6}");
        }
    }

    /** Serves one client after the other, and refuses the request of a silent one. */
    private abstract static class OneAtATime extends ScriptedServer {
        OneAtATime() throws IOException {
            super(true);
        }

        @Override
        void serve(Socket client) throws IOException {
            client.setSoTimeout(400);
            try {
                super.serve(client);
            } catch (SocketTimeoutException e) {
                send(client.getOutputStream(), refusal());
            }
        }
    }

    /** Ends a message of one client with the bytes of the next, which it serves only after the first has left. */
    private static final class KeepsHalf extends OneAtATime {
        private String half = "";

        KeepsHalf() throws IOException {}

        @Override
        @Nullable
        String message(InputStream in) throws IOException {
            String message = super.message(in);
            if (message == null) {
                return null;
            }
            String whole = half + message;
            half = message.startsWith("W") && message.length() < 11 ? message : "";
            return whole;
        }
    }

    private static final class DiesAtReset extends OneAtATime {
        DiesAtReset() throws IOException {}

        @Override
        void failed(IOException problem) {
            try {
                listening.close();
            } catch (IOException e) {
                // It is closed all the same.
            }
        }
    }

    private static final class RefusesWithoutX extends ScriptedServer {
        RefusesWithoutX() throws IOException {}

        @Override
        String refusal() {
            return "ERROR";
        }
    }

    private static final class RefusesWithText extends ScriptedServer {
        RefusesWithText() throws IOException {}

        @Override
        String refusal() {
            return "X no such thing\r\n";
        }
    }

    private static final class SendsLineEnds extends ScriptedServer {
        SendsLineEnds() throws IOException {}

        @Override
        void send(OutputStream out, String reply) throws IOException {
            super.send(out, reply + "\r\n");
        }
    }

    private static final class NeverReplies extends ScriptedServer {
        NeverReplies() throws IOException {}

        @Override
        void send(OutputStream out, String reply) {}
    }

    private static final class Floods extends ScriptedServer {
        Floods() throws IOException {}

        @Override
        void serve(Socket client) throws IOException {
            while (!client.isClosed()) {
                send(client.getOutputStream(), "\u001B#");
            }
        }
    }
}
