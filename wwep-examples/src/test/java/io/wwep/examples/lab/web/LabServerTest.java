package io.wwep.examples.lab.web;

import static io.wwep.examples.lab.web.TestLab.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.wwep.check.LeakCheck;
import io.wwep.examples.lab.web.RawHttp.Reply;
import io.wwep.server.WwepServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class LabServerTest {

    private static final String MAC = "00:A0:50:01:02:03";

    private TestLab lab;

    @BeforeEach
    void open() throws IOException {
        lab = new TestLab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void anEmptyLabHasAState() throws IOException {
        JsonObject state = lab.state();
        assertThat(state.keySet())
                .containsExactlyInAnyOrder(
                        "event", "server", "you", "counts", "exchanges", "devices", "boards", "students");
        assertThat(state.get("server"))
                .hasToString("{\"plain\":\"127.0.0.1:" + lab.lab.server().port() + "\",\"tls\":\"127.0.0.1:"
                        + lab.lab.server().tlsPort() + "\",\"course\":false,\"profile\":\"STANDARD\"}");
        assertThat(state.get("you")).hasToString("{\"instructor\":false,\"board\":null}");
        assertThat(state.get("counts")).hasToString("{\"exchanges\":0,\"accepted\":0,\"refused\":0}");
    }

    @ParameterizedTest
    @CsvSource({"0,false", "1,true"})
    void aPressSwitchesTheLedAndIsAnExchange(int button, boolean tls) throws IOException {
        String cookie = lab.openBoard(MAC, "Ann");
        JsonObject board = json(lab.ask("POST", "/api/boards/b1/press", "{\"button\":" + button + "}", cookie));
        assertThat(board.keySet()).containsExactly("board", "device", "name", "mac", "leds", "last");
        assertThat(board.get("leds").getAsJsonArray().get(button).getAsBoolean())
                .isTrue();
        JsonObject last = board.getAsJsonObject("last");
        assertThat(last.keySet()).containsExactly("button", "tls", "request", "reply", "failure", "millis");
        assertThat(last.get("tls").isJsonNull()).isEqualTo(!tls);
        assertThat(last.get("request").getAsString()).matches("W[0-9A-F]{4}0[56]0001");

        JsonObject state = lab.state(cookie);
        assertThat(state.getAsJsonObject("you").get("board").getAsString()).isEqualTo("b1");
        assertThat(state.getAsJsonArray("boards").get(0)).isEqualTo(board);
        JsonObject exchange = state.getAsJsonArray("exchanges").get(0).getAsJsonObject();
        assertThat(exchange.keySet())
                .containsExactly(
                        "number",
                        "time",
                        "device",
                        "name",
                        "peer",
                        "port",
                        "tls",
                        "message",
                        "command",
                        "register",
                        "value",
                        "reply",
                        "refusal",
                        "reason",
                        "millis");
        assertThat(exchange.get("time").getAsString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(state.getAsJsonArray("devices").get(0).getAsJsonObject().keySet())
                .containsExactly(
                        "device", "name", "leds", "lastSeen", "accepted", "refused", "peers", "conflict", "registers");
        JsonObject student = state.getAsJsonArray("students").get(0).getAsJsonObject();
        assertThat(student.keySet()).containsExactly("device", "name", "ticks");
        assertThat(student.getAsJsonObject("ticks").keySet())
                .containsExactly("6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "6.7");
    }

    @Test
    void aBoardSendsIllegalPackets() throws IOException {
        String cookie = lab.openBoard(MAC, "Ann");
        JsonObject board = json(lab.ask("POST", "/api/boards/b1/raw", "{\"text\":\"W0FAC\"}", cookie));
        assertThat(board.getAsJsonObject("last").get("reply").getAsString()).startsWith("X");
        Reply tooLong = lab.ask("POST", "/api/boards/b1/raw", "{\"text\":\"" + "A".repeat(65) + "\"}", cookie);
        assertThat(tooLong.status()).isEqualTo(400);
    }

    @Test
    void onlyItsBrowserPressesABoard() throws IOException {
        lab.openBoard(MAC, "Ann");
        String other = lab.openBoard("00:A0:50:01:02:04", "Bob");
        for (String cookie : new String[] {other, "Cookie: wwep-board=b1", "Cookie: a=b", lab.instructor()}) {
            assertThat(lab.ask("POST", "/api/boards/b1/press", "{\"button\":0}", cookie)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(lab.ask("POST", "/api/boards/b1/press", "{\"button\":0}").status())
                .isEqualTo(403);
        assertThat(lab.state().getAsJsonObject("counts").get("exchanges").getAsInt())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"button\":2}",
                "{\"button\":\"0\"}",
                "{\"button\":0.5}",
                "{\"button\":1e9}",
                "{\"button\":1e999999999}",
                "{\"button\":null}"
            })
    void aButtonThatDoesNotExistIsExplained(String body) throws IOException {
        String cookie = lab.openBoard(MAC, "Ann");
        Reply reply = lab.ask("POST", "/api/boards/b1/press", body, cookie);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply).get("error").getAsString()).contains("button");
    }

    @Test
    void anAddressOpensFiveBoardsAMinuteAndTypingErrorsDoNotCount() throws IOException {
        for (int i = 0; i < 7; i++) {
            assertThat(lab.ask("POST", "/api/boards", "{\"mac\":\"1\",\"name\":\"Ann\"}")
                            .status())
                    .isEqualTo(400);
        }
        for (int i = 0; i < 5; i++) {
            lab.openBoard(MAC, "Ann");
        }
        assertThat(lab.ask("POST", "/api/boards", "{\"mac\":\"" + MAC + "\",\"name\":\"Ann\"}")
                        .status())
                .isEqualTo(429);
        try (RawHttp other = lab.connectFrom("127.0.0.2")) {
            assertThat(other.ask("POST", "/api/boards", "{\"mac\":\"" + MAC + "\",\"name\":\"Ann\"}")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theTokenMakesABrowserTheInstructors() throws IOException {
        assertThat(lab.ask("GET", "/api/exchanges.json", "").status()).isEqualTo(403);
        String cookie = lab.instructor();
        assertThat(lab.ask("GET", "/api/exchanges.json", "", cookie).body()).isEqualTo("[]");
        assertThat(lab.state(cookie).getAsJsonObject("you").get("instructor").getAsBoolean())
                .isTrue();
    }

    @Test
    void wrongTokensAreRefusedAndLimited() throws IOException {
        String wrong = "{\"token\":\"" + "0".repeat(32) + "\"}";
        for (int i = 0; i < 10; i++) {
            Reply reply = lab.ask("POST", "/api/instructor", wrong);
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.header("Set-Cookie")).isEmpty();
        }
        assertThat(lab.ask("POST", "/api/instructor", wrong).status()).isEqualTo(429);
        try (RawHttp other = lab.connectFrom("127.0.0.2")) {
            assertThat(other.ask("POST", "/api/instructor", "{\"token\":\"" + TestLab.TOKEN + "\"}")
                            .status())
                    .isEqualTo(204);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/exchanges.csv",
        "GET,/api/exchanges.json",
        "PUT,/api/devices/0FAC",
        "PUT,/api/devices/0FAC/registers/05",
        "POST,/api/reset",
        "GET,/api/class",
        "PUT,/api/class"
    })
    void theInstructorsRequestsAreRefusedToStudents(String method, String path) throws IOException {
        String cookie = lab.openBoard(MAC, "Ann");
        assertThat(lab.ask(method, path, method.equals("GET") ? "" : "{}", cookie)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theInstructorNamesDevicesAndWritesRegisters() throws IOException {
        String cookie = lab.instructor();
        assertThat(lab.ask("PUT", "/api/devices/0fac", "{\"name\":\"Ann\"}", cookie)
                        .status())
                .isEqualTo(204);
        assertThat(lab.ask("PUT", "/api/devices/0FAC/registers/0b", "{\"value\":\"12aB\"}", cookie)
                        .status())
                .isEqualTo(204);
        JsonObject device = lab.state().getAsJsonArray("devices").get(0).getAsJsonObject();
        assertThat(device.get("name").getAsString()).isEqualTo("Ann");
        assertThat(device.get("registers")).hasToString("{\"0B\":\"12AB\"}");
        for (String body : new String[] {"{\"value\":1}", "{\"value\":\"12\"}", "{\"value\":\"12345\"}"}) {
            assertThat(lab.ask("PUT", "/api/devices/0FAC/registers/0B", body, cookie)
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void aResetForgetsBoards() throws IOException {
        String board = lab.openBoard(MAC, "Ann");
        String instructor = lab.instructor();
        assertThat(lab.ask("POST", "/api/reset", "{}", instructor).status()).isEqualTo(204);
        assertThat(lab.state(board).getAsJsonObject("you").get("board").isJsonNull())
                .isTrue();
        assertThat(lab.state().getAsJsonArray("boards")).isEmpty();
        assertThat(lab.ask("POST", "/api/boards/b1/press", "{\"button\":0}", board)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theClassIsSavedAndRestored() throws IOException {
        String cookie = lab.instructor();
        lab.ask("PUT", "/api/devices/0FAC", "{\"name\":\"Ann\"}", cookie);
        lab.exchange("W0FAC050001");
        assertThat(lab.state().getAsJsonObject("counts").get("exchanges").getAsInt())
                .isEqualTo(1);
        String saved = lab.ask("GET", "/api/class", "", cookie).body();
        assertThat(lab.ask("POST", "/api/reset", "{}", cookie).status()).isEqualTo(204);
        String padded = saved + " ".repeat(10_000);
        assertThat(lab.ask("PUT", "/api/class", padded, cookie).status()).isEqualTo(204);
        assertThat(lab.ask("GET", "/api/class", "", cookie).body()).isEqualTo(saved);
        for (String bad : new String[] {"", "[]", "{\"students\":[{}]}", "x"}) {
            Reply reply = lab.ask("PUT", "/api/class", bad, cookie);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(json(reply).get("error").getAsString()).isNotEmpty();
        }
    }

    @Test
    void aServerOfTheStudentIsChecked() throws IOException {
        try (WwepServer students = WwepServer.create().plain(0).start()) {
            JsonObject report = json(lab.ask("POST", "/api/check", "{\"port\":" + students.port() + ",\"tls\":false}"));
            assertThat(report.keySet()).containsExactly("server", "profile", "passed", "failed", "skipped", "rows");
            assertThat(report.get("failed").getAsInt()).isZero();
            assertThat(report.get("passed").getAsInt()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "localhost", "192.0.2.1", "127.1", "::1"})
    void studentsCheckOnlyTheirOwnAddress(String host) throws IOException {
        Reply reply = lab.ask("POST", "/api/check", "{\"host\":\"" + host + "\",\"port\":27708,\"tls\":false}");
        assertThat(reply.status()).isEqualTo(403);
        assertThat(json(reply).get("error").getAsString()).contains("only a server on your own machine, 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "22", "1023", "65536", "\"27708\"", "null"})
    void lowPortsAreNotChecked(String port) throws IOException {
        Reply reply = lab.ask("POST", "/api/check", "{\"port\":" + port + "}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply).get("error").getAsString()).contains("port");
    }

    @Test
    void theLabsOwnPortsAreNotChecked() throws IOException {
        for (int port : new int[] {lab.lab.server().port(), lab.lab.server().tlsPort()}) {
            assertThat(lab.ask("POST", "/api/check", "{\"port\":" + port + "}").status())
                    .isEqualTo(400);
        }
    }

    @Test
    void spreadsheetsRunNothingOfWhatTheWirePutIntoCsv() throws IOException {
        String cookie = lab.instructor();
        assertThat(lab.exchange("=cmd|' /C calc'!A0,\"\r\n")).isEqualTo('X');
        lab.exchange("W0FAC051234");
        lab.ask("PUT", "/api/devices/0FAC", "{\"name\":\"-1+2\"}", cookie);
        lab.exchange("W0FAC051235");
        Reply reply = lab.ask("GET", "/api/exchanges.csv", "", cookie);
        assertThat(reply.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(reply.header("Content-Disposition")).isEqualTo("attachment; filename=\"exchanges.csv\"");
        assertThat(reply.body()).startsWith("number,time,device,name,peer,port,tls,message,command,");
        assertThat(reply.body()).contains(",\"'=cmd|").contains(",'-1+2,").endsWith("\r\n");
        assertThat(reply.body().lines()).noneMatch(line -> line.contains(",=") || line.contains(",\"="));
        JsonArray json = JsonParser.parseString(
                        lab.ask("GET", "/api/exchanges.json", "", cookie).body())
                .getAsJsonArray();
        assertThat(json).hasSize((int) reply.body().lines().count() - 1);
    }

    @Test
    void aCaptureHasTheBytesOfTheWire() throws IOException {
        String cookie = lab.instructor();
        lab.exchange("W0FAC\r\n\\ \u00ff");
        Reply reply = lab.ask("GET", "/api/exchanges.pcap", "", cookie);
        assertThat(reply.header("Content-Type")).isEqualTo("application/vnd.tcpdump.pcap");
        assertThat(reply.header("Content-Disposition")).isEqualTo("attachment; filename=\"exchanges.pcap\"");
        // The test reads the file as UTF-8, in which the byte FF is wrong whatever follows it: here, a time.
        assertThat(reply.body()).contains("W0FAC\r\n\\ \ufffd");
    }

    @Test
    void whatTheWireSentIsTextOnThePage() throws IOException {
        String cookie = lab.instructor();
        lab.exchange("W0FAC051234");
        lab.ask("PUT", "/api/devices/0FAC", "{\"name\":\"<img src=x onerror=alert(1)>\"}", cookie);
        lab.exchange("<!--DEVICES--><script>");
        Reply page = lab.ask("GET", "/", "");
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.body())
                .contains("<td>W0FAC051234</td>", "&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<img", "<!--DEVICES-->", "<!--EXCHANGES-->");
        assertThat(lab.ask("GET", "/api/state", "").body()).doesNotContain("<script>", "<img");
    }

    @Test
    void theLabsRootCanBeDownloaded() throws IOException {
        Reply reply = lab.ask("GET", "/ca.pem", "");
        assertThat(reply.body()).isEqualTo("a certificate");
        assertThat(reply.header("Content-Disposition")).contains("lab-ca.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/lab.html", "/LabServer.class", "/..%2flab.css", "/lab.css/", "/a.js"})
    void onlyThePagesFilesAreServed(String path) throws IOException {
        assertThat(lab.ask("GET", path, "").status()).isEqualTo(404);
    }

    @Test
    void thePagesScriptsAndStyleAreServed() throws IOException {
        assertThat(lab.ask("GET", "/lab.css", "").header("Content-Type")).isEqualTo("text/css; charset=utf-8");
        assertThat(lab.ask("GET", "/lab.js", "").header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    }

    @Test
    void withoutATokenEverybodyIsTheInstructor() throws IOException {
        try (TestLab open = new TestLab(null)) {
            assertThat(open.state().getAsJsonObject("you").get("instructor").getAsBoolean())
                    .isTrue();
            assertThat(open.ask("POST", "/api/reset", "{}").status()).isEqualTo(204);
        }
    }
}
