package io.wwep.examples.lab.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Knows by its cookies whose browser a request comes from: a board's, the instructor's, both or neither. Thread-safe. */
final class Sessions {

    private static final String BOARD = "wwep-board";
    private static final String INSTRUCTOR = "wwep-instructor";
    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final @Nullable String token;
    private final String instructor = secret();
    private final Map<String, String> boards = new ConcurrentHashMap<>();

    /** Creates sessions; without a token everybody is the instructor. */
    Sessions(@Nullable String token) {
        this.token = token;
    }

    /** Returns 128 random bits as text. */
    static String secret() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    boolean isInstructor(HttpHeaders request) {
        return token == null || cookies(request, INSTRUCTOR).anyMatch(value -> equal(value, instructor));
    }

    /** Returns the id of the board that was opened with this browser. */
    Optional<String> board(HttpHeaders request) {
        return cookies(request, BOARD).map(boards::get).filter(id -> id != null).findFirst();
    }

    /** Returns a header's value that makes the browser this board's. */
    String open(String board) {
        String secret = secret();
        boards.put(secret, board);
        return cookie(BOARD, secret);
    }

    /** Forgets whose browsers are which board's. */
    void forgetBoards() {
        boards.clear();
    }

    /** Returns a header's value that makes the browser the instructor's; empty if the token is wrong. */
    Optional<String> instructor(String given) {
        return token == null || equal(given, token) ? Optional.of(cookie(INSTRUCTOR, instructor)) : Optional.empty();
    }

    private static String cookie(String name, String value) {
        return name + "=" + value + "; HttpOnly; SameSite=Strict; Path=/";
    }

    private static Stream<String> cookies(HttpHeaders request, String name) {
        return request.getAll(HttpHeaderNames.COOKIE).stream()
                .flatMap(header -> ServerCookieDecoder.STRICT.decode(header).stream())
                .filter(cookie -> cookie.name().equals(name))
                .map(Cookie::value);
    }

    /** Compares in a time that does not tell how much of a secret was right. */
    private static boolean equal(String given, String secret) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }
}
