package io.wwep.examples.lab.web;

import com.google.gson.JsonObject;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.wwep.examples.capture.ExchangeCapture;
import io.wwep.examples.check.CheckJson;
import io.wwep.examples.check.CheckRow;
import io.wwep.examples.lab.Board;
import io.wwep.examples.lab.ClassProgress;
import io.wwep.examples.lab.Lab;
import io.wwep.examples.lab.LabFullException;
import io.wwep.protocol.DeviceId;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers all requests but those for events, from a lab. */
final class LabRequests {

    private static final int MAX_BODY = 4 << 10;
    private static final int MAX_CLASS = 1 << 20;
    private static final int HEX = 16;
    private static final int FIRST_STUDENTS_PORT = 1_024;
    private static final int BOARDS_A_MINUTE = 5;
    private static final int TOKENS_A_MINUTE = 10;
    private static final int PRESSES_AT_ONCE = 2;
    private static final int CHECKS_AT_ONCE = 40;

    private static final String DEVICE = "/api/devices/([0-9A-Fa-f]{4})";
    private static final Pattern VALUE = Pattern.compile("[0-9A-Fa-f]{4}");

    private final Lab lab;
    private final LabServerSettings settings;
    private final Sessions sessions;
    private final Workers workers;
    private final PageFiles files = new PageFiles();
    private final StateJson state;
    private final RateLimit boardLimit = perMinute(BOARDS_A_MINUTE);
    private final RateLimit tokenLimit = perMinute(TOKENS_A_MINUTE);
    private final OpenCounts<String> presses = new OpenCounts<>(Integer.MAX_VALUE, PRESSES_AT_ONCE);
    private final OpenCounts<InetAddress> checks = new OpenCounts<>(CHECKS_AT_ONCE, 1);

    /** Creates answers; {@code firstEvent} is added to the ids of events. */
    LabRequests(Lab lab, LabServerSettings settings, Sessions sessions, Workers workers, long firstEvent) {
        this.lab = lab;
        this.settings = settings;
        this.sessions = sessions;
        this.workers = workers;
        this.state = new StateJson(lab, firstEvent);
    }

    private static RateLimit perMinute(int times) {
        return new RateLimit(times, Duration.ofMinutes(1), System::nanoTime);
    }

    /** Returns the route of each path and method. */
    List<Route> routes() {
        Executor quick = workers.quick();
        Executor boards = workers.boards();
        return List.of(
                all(HttpMethod.GET, "/", quick, request -> page()),
                all(HttpMethod.GET, PageFiles.PATH, quick, request -> files.answer(request.parameter(0))),
                all(HttpMethod.GET, "/ca\\.pem", quick, request -> authority()),
                all(HttpMethod.GET, "/api/state", quick, request -> Answer.json(state.text(request))),
                all(HttpMethod.POST, "/api/boards", quick, this::openBoard),
                all(HttpMethod.POST, "/api/boards/(b\\d{1,9})/press", boards, this::press),
                all(HttpMethod.POST, "/api/boards/(b\\d{1,9})/raw", boards, this::raw),
                all(HttpMethod.POST, "/api/check", workers.checks(), this::check),
                all(HttpMethod.POST, "/api/instructor", quick, this::instructor),
                instructors(HttpMethod.GET, "/api/exchanges\\.csv", MAX_BODY, request -> csv()),
                instructors(HttpMethod.GET, "/api/exchanges\\.json", MAX_BODY, request -> json()),
                instructors(HttpMethod.GET, "/api/exchanges\\.pcap", MAX_BODY, request -> pcap()),
                instructors(HttpMethod.PUT, DEVICE, MAX_BODY, this::nameDevice),
                instructors(HttpMethod.PUT, DEVICE + "/registers/([0-9A-Fa-f]{2})", MAX_BODY, this::writeRegister),
                instructors(HttpMethod.POST, "/api/reset", MAX_BODY, request -> reset()),
                instructors(HttpMethod.GET, "/api/class", MAX_BODY, request -> saveClass()),
                instructors(HttpMethod.PUT, "/api/class", MAX_CLASS, this::restoreClass));
    }

    private static Route all(HttpMethod method, String path, Executor executor, Route.Action action) {
        return new Route(method, Pattern.compile(path), false, MAX_BODY, executor, explained(action));
    }

    private Route instructors(HttpMethod method, String path, int maxBody, Route.Action action) {
        return new Route(method, Pattern.compile(path), true, maxBody, workers.quick(), explained(action));
    }

    /** Answers with the lab's words if it refuses something. */
    private static Route.Action explained(Route.Action action) {
        return request -> {
            try {
                return action.answer(request);
            } catch (LabFullException e) {
                throw new RefusedException(HttpResponseStatus.TOO_MANY_REQUESTS, String.valueOf(e.getMessage()));
            } catch (IllegalArgumentException e) {
                throw bad(String.valueOf(e.getMessage()));
            }
        };
    }

    private Answer page() throws RefusedException {
        byte[] page = files.read("lab.html")
                .orElseThrow(() -> new RefusedException(HttpResponseStatus.NOT_FOUND, "the page is missing"));
        return Answer.of("text/html; charset=utf-8", LabPage.of(page, lab.state()));
    }

    private Answer authority() {
        return Answer.of("application/x-pem-file", settings.authority().getBytes(StandardCharsets.US_ASCII))
                .with("Content-Disposition", "attachment; filename=\"lab-ca.pem\"");
    }

    private Answer openBoard(Request request) throws RefusedException {
        JsonObject body = request.json();
        String mac = Json.requiredText(body, "mac");
        String name = Json.requiredText(body, "name");
        if (!boardLimit.allows(request.from())) {
            throw tooMany("you have opened " + BOARDS_A_MINUTE + " boards within a minute; wait a minute");
        }
        Board board;
        try {
            board = lab.openBoard(mac, name);
        } catch (IllegalArgumentException e) {
            // A typing error is not counted.
            boardLimit.giveBack(request.from());
            throw e;
        }
        return Answer.json(LabJson.text(board.state())).with("Set-Cookie", sessions.open(board.id()));
    }

    private Answer press(Request request) throws RefusedException {
        JsonObject body = request.json();
        int button = Json.requiredNumber(body, "button");
        Optional<Boolean> tls = Json.flag(body, "tls");
        return exchange(request, board -> {
            if (tls.isPresent()) {
                board.press(button, tls.get());
            } else {
                board.press(button);
            }
        });
    }

    private Answer raw(Request request) throws RefusedException {
        JsonObject body = request.json();
        String text = Json.requiredText(body, "text");
        boolean tls = Json.flag(body, "tls").orElse(false);
        return exchange(request, board -> board.raw(text, tls));
    }

    /** What a board does, after which its state is the answer. */
    private interface BoardAction {

        void run(Board board);
    }

    private Answer exchange(Request request, BoardAction action) throws RefusedException {
        String id = request.parameter(0);
        if (!request.board().equals(Optional.of(id))) {
            throw new RefusedException(HttpResponseStatus.FORBIDDEN, "this board was not opened in this browser");
        }
        Board board = lab.board(id)
                .orElseThrow(() -> new RefusedException(HttpResponseStatus.NOT_FOUND, "there is no such board"));
        if (!presses.add(id)) {
            throw tooMany("the board still waits for its reply");
        }
        try {
            action.run(board);
        } finally {
            presses.remove(id);
        }
        return Answer.json(LabJson.text(board.state()));
    }

    private Answer check(Request request) throws RefusedException, InterruptedException {
        JsonObject body = request.json();
        int port = Json.requiredNumber(body, "port");
        boolean tls = Json.flag(body, "tls").orElse(false);
        String own = request.from().getHostAddress();
        String host = Json.text(body, "host").orElse(own);
        if (!host.equals(own) && !request.isInstructor()) {
            throw new RefusedException(
                    HttpResponseStatus.FORBIDDEN,
                    "you may check only a server on your own machine, " + own + "; ask the instructor for another");
        }
        if (port < FIRST_STUDENTS_PORT) {
            throw bad("the port must be " + FIRST_STUDENTS_PORT + " to 65535");
        }
        if (!checks.add(request.from())) {
            throw tooMany("a check of yours still runs");
        }
        try {
            @Nullable
            DeviceId student = host.equals(own)
                    ? request.board().flatMap(lab::board).map(Board::device).orElse(null)
                    : null;
            return Answer.json(CheckJson.of(lab.check(host, port, tls, student), CheckRow::why));
        } finally {
            checks.remove(request.from());
        }
    }

    private Answer instructor(Request request) throws RefusedException {
        String token = Json.requiredText(request.json(), "token");
        if (!tokenLimit.allows(request.from())) {
            throw tooMany("more than " + TOKENS_A_MINUTE + " tokens within a minute; wait a minute");
        }
        String cookie = sessions.instructor(token)
                .orElseThrow(() -> new RefusedException(
                        HttpResponseStatus.FORBIDDEN,
                        "this is not the instructor's token; open the link that the lab printed"));
        return Answer.empty().with("Set-Cookie", cookie);
    }

    private Answer csv() {
        byte[] csv = ExchangeCsv.of(lab.state().exchanges()).getBytes(StandardCharsets.UTF_8);
        return Answer.of("text/csv; charset=utf-8", csv).with("Content-Disposition", attachment("exchanges.csv"));
    }

    private Answer json() {
        return Answer.json(LabJson.text(lab.state().exchanges()))
                .with("Content-Disposition", attachment("exchanges.json"));
    }

    private Answer pcap() {
        InetAddress bound = lab.server().address().getAddress();
        return Answer.of(ExchangeCapture.MEDIA_TYPE, ExchangePcap.of(lab.state().exchanges(), bound))
                .with("Content-Disposition", attachment("exchanges.pcap"));
    }

    private static String attachment(String name) {
        return "attachment; filename=\"" + name + "\"";
    }

    private static DeviceId device(Request request) {
        return DeviceId.of(Integer.parseInt(request.parameter(0), HEX));
    }

    private Answer nameDevice(Request request) throws RefusedException {
        lab.nameDevice(device(request), Json.requiredText(request.json(), "name"));
        return Answer.empty();
    }

    private Answer writeRegister(Request request) throws RefusedException {
        String value = Json.requiredText(request.json(), "value");
        if (!VALUE.matcher(value).matches()) {
            throw bad("the value must be four hexadecimal digits, such as 0001");
        }
        int register = Integer.parseInt(request.parameter(1), HEX);
        lab.write(device(request), register, Integer.parseInt(value, HEX));
        return Answer.empty();
    }

    private Answer reset() {
        lab.reset();
        sessions.forgetBoards();
        return Answer.empty();
    }

    private Answer saveClass() {
        return Answer.json(lab.progress().toJson()).with("Content-Disposition", attachment("class.json"));
    }

    private Answer restoreClass(Request request) throws RefusedException {
        lab.restore(ClassProgress.parse(request.text()));
        return Answer.empty();
    }

    private static RefusedException bad(String words) {
        return new RefusedException(HttpResponseStatus.BAD_REQUEST, words);
    }

    private static RefusedException tooMany(String words) {
        return new RefusedException(HttpResponseStatus.TOO_MANY_REQUESTS, words);
    }
}
