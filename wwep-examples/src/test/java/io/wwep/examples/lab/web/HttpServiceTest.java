package io.wwep.examples.lab.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpMethod;
import io.wwep.check.LeakCheck;
import io.wwep.examples.lab.web.RawHttp.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class HttpServiceTest {

    private final Workers workers = new Workers();
    private final HttpService service = new HttpService(0);
    private InetSocketAddress address = new InetSocketAddress(0);

    @BeforeEach
    void start() throws IOException {
        address = service.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(
                        route(
                                HttpMethod.GET,
                                "/hello/(\\w+)",
                                false,
                                request -> Answer.json(Json.object("hello", request.parameter(0)))),
                        route(HttpMethod.POST, "/echo", false, request -> Answer.json(Json.text(request.json()))),
                        route(HttpMethod.PUT, "/echo", true, request -> Answer.empty()),
                        route(HttpMethod.GET, "/fault", false, request -> {
                            throw new IllegalStateException("expected by a test");
                        })),
                new HostCheck("lab.example"),
                new Sessions("a token"));
    }

    private Route route(HttpMethod method, String path, boolean isInstructors, Route.Action action) {
        return new Route(method, Pattern.compile(path), isInstructors, 4096, workers.quick(), action);
    }

    @AfterEach
    void stop() {
        workers.close();
        service.close();
    }

    private RawHttp connect() throws IOException {
        return new RawHttp(address);
    }

    private Reply ask(String method, String path, String body, String... headers) throws IOException {
        try (RawHttp connection = connect()) {
            return connection.ask(method, path, body, headers);
        }
    }

    @Test
    void requestsOfOneConnectionAreAnsweredInOrder() throws IOException {
        try (RawHttp connection = connect()) {
            connection.send(connection.request("GET", "/hello/a", "")
                    + connection.request("POST", "/echo", "{\"n\":1}")
                    + connection.request("GET", "/hello/b?x=/y", ""));
            assertThat(connection.reply().body()).isEqualTo("{\"hello\":\"a\"}");
            assertThat(connection.reply().body()).isEqualTo("{\"n\":1}");
            assertThat(connection.reply().body()).isEqualTo("{\"hello\":\"b\"}");
        }
    }

    @Test
    void everyAnswerForbidsWhatThePageDoesNotNeed() throws IOException {
        for (String path : List.of("/hello/a", "/nothing")) {
            Reply reply = ask("GET", path, "");
            assertThat(reply.header("Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                            + " connect-src 'self'; frame-ancestors 'none'");
            assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
            assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        }
    }

    @Test
    void headHasNoBody() throws IOException {
        try (RawHttp connection = connect()) {
            connection.send(connection.request("HEAD", "/hello/a", "") + connection.request("GET", "/hello/b", ""));
            assertThat(connection.head().header("Content-Length")).isEqualTo("13");
            assertThat(connection.reply().body()).isEqualTo("{\"hello\":\"b\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attacker.example",
                "127.0.0.2",
                "0x7f000001",
                "2130706433",
                "[::1]",
                "127.0.0.1.nip.io",
                "",
                "a b"
            })
    void aForeignHostIsRefused(String host) throws IOException {
        Reply reply = ask("GET", "/hello/a", "", "Host: " + host);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).contains("error").contains("--web-name NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:8080", "lab.example", "Lab.Example:80"})
    void aHostOfThisMachineOrTheGivenNameIsAccepted(String host) throws IOException {
        assertThat(ask("GET", "/hello/a", "", "Host: " + host).status()).isEqualTo(200);
    }

    @Test
    void twoHostsAreRefused() throws IOException {
        assertThat(ask("GET", "/hello/a", "", "Host: 127.0.0.1", "Host: attacker.example")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://attacker.example",
                "null",
                "https://127.0.0.1",
                "http://127.0.0.1:1",
                "http://127.0.0.1.x"
            })
    void aForeignOriginChangesNothing(String origin) throws IOException {
        Reply reply = ask("POST", "/echo", "{}", "Host: 127.0.0.1", "Origin: " + origin);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).isEqualTo("{\"error\":\"the request comes from another site\"}");
    }

    @Test
    void thePagesOwnOriginIsAccepted() throws IOException {
        assertThat(ask("POST", "/echo", "{}", "Host: 127.0.0.1:81", "Origin: http://127.0.0.1:81")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/hello/",
                "/hello/../echo",
                "/hello/%2e%2e",
                "//hello/a",
                "/../../etc/passwd",
                "http://x/hello/a"
            })
    void otherPathsAreNotFound(String path) throws IOException {
        assertThat(ask("GET", path, "").status()).isEqualTo(404);
    }

    @Test
    void otherMethodsAreNamed() throws IOException {
        Reply reply = ask("DELETE", "/echo", "");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.body()).isEqualTo("{\"error\":\"this path has only POST and PUT\"}");
        assertThat(ask("POST", "/api/events", "{}").status()).isEqualTo(405);
    }

    @Test
    void whatIsTheInstructorsIsRefusedToOthers() throws IOException {
        assertThat(ask("PUT", "/echo", "{}").status()).isEqualTo(403);
        assertThat(ask("PUT", "/echo", "{}", "Cookie: wwep-instructor=a token").status())
                .isEqualTo(403);
    }

    @Test
    void aBodyOfMoreThan4KbIsRefusedAndTheConnectionGoesOn() throws IOException {
        try (RawHttp connection = connect()) {
            Reply reply = connection.ask("POST", "/echo", " ".repeat(5_000));
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.body()).isEqualTo("{\"error\":\"the body has more than 4 KB\"}");
            assertThat(connection.ask("GET", "/hello/a", "").status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyWithoutALengthIsLimitedToo() throws IOException {
        try (RawHttp connection = connect()) {
            connection.send(connection.request("POST", "/echo", "", "Transfer-Encoding: chunked"));
            String chunk = "400\r\n" + " ".repeat(1024) + "\r\n";
            connection.send(chunk.repeat(5) + "0\r\n\r\n");
            assertThat(connection.reply().status()).isEqualTo(413);
            assertThat(connection.ask("GET", "/hello/a", "").status()).isEqualTo(200);
        }
    }

    @Test
    void aHugeBodyEndsTheConnection() throws IOException {
        try (RawHttp connection = connect()) {
            connection.send(connection.request("POST", "/echo", "", "Content-Length: 100000000"));
            connection.send(" ".repeat(70_000));
            assertThat(connection.reply().status()).isEqualTo(413);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void aClientThatAsksFirstLearnsThatItsBodyIsTooLarge() throws IOException {
        try (RawHttp connection = connect()) {
            connection.send(connection.request("POST", "/echo", "", "Content-Length: 5000", "Expect: 100-continue"));
            assertThat(connection.reply().status()).isEqualTo(413);
        }
        try (RawHttp connection = connect()) {
            connection.send(connection.request("POST", "/echo", "", "Content-Length: 2", "Expect: 100-continue"));
            assertThat(connection.reply().status()).isEqualTo(100);
            assertThat(connection.send("{}").reply().status()).isEqualTo(200);
        }
    }

    @Test
    void tenThousandHeadersAreRefused() throws IOException {
        try (RawHttp connection = connect()) {
            connection.send("GET /hello/a HTTP/1.1\r\n" + "X: y\r\n".repeat(10_000) + "\r\n");
            assertThat(connection.reply().status()).isEqualTo(431);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "W0FAC0B1234\r\n\r\n",
                "\u0016\u0003\u0001\r\n\r\n",
                "GET\r\n\r\n",
                "POST /echo HTTP/1.1\r\nContent-Length: x\r\n\r\n"
            })
    void whatIsNotHttpIsRefused(String text) throws IOException {
        try (RawHttp connection = connect()) {
            assertThat(connection.send(text).reply().status()).isEqualTo(400);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "1", "{\"a\":1}{", "{a:1}", "{'a':1}", "nul", "[[[[[[[[[["})
    void aBodyThatIsNotAJsonObjectIsRefused(String body) throws IOException {
        Reply reply = ask("POST", "/echo", body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("JSON");
    }

    @Test
    void manyClientsThatSendSlowlyDoNotKeepOthersOut() throws IOException {
        List<RawHttp> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                RawHttp connection = connect();
                slow.add(connection);
                connection.send(connection.request("POST", "/echo", "", "Content-Length: 10") + "{");
            }
            assertThat(ask("GET", "/hello/a", "").status()).isEqualTo(200);
        } finally {
            for (RawHttp connection : slow) {
                connection.close();
            }
        }
    }

    @Test
    void aFaultIsAnsweredWithoutItsDetails() throws IOException {
        Reply reply = ask("GET", "/fault", "");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body()).doesNotContain("expected by a test");
    }

    @Test
    void closeEndsIdleConnectionsAndStreams() throws IOException {
        try (RawHttp idle = connect();
                RawHttp stream = connect()) {
            idle.ask("GET", "/hello/a", "");
            stream.send(stream.request("GET", "/api/events", ""));
            assertThat(stream.head().status()).isEqualTo(200);
            service.close();
            assertThat(idle.isClosed()).isTrue();
            stream.lineWith("id: 0");
            stream.line();
            assertThat(stream.isClosed()).isTrue();
        }
    }
}
