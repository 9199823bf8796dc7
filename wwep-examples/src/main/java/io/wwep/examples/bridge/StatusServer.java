package io.wwep.examples.bridge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /health} and {@code /metrics} over HTTP. At most 20 connections are open, each with a thread while it sends or is
 * answered; one that takes longer than 5 s for either is closed.
 */
final class StatusServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.bridge");

    /** As many as connections, so that one client that sends slowly does not delay the others. */
    private static final int CONNECTIONS = 20;

    private static final int BACKLOG = 10;
    private static final int SECONDS = 5;

    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    static {
        // The JDK's server has these limits only as properties of the JVM, which it reads once.
        limit("sun.net.httpserver.maxReqTime", SECONDS);
        limit("sun.net.httpserver.maxRspTime", SECONDS);
        limit("sun.net.httpserver.maxReqHeaders", 50);
        limit("sun.net.httpserver.maxIdleConnections", 10);
        limit("jdk.httpserver.maxConnections", CONNECTIONS);
    }

    /** What is served at a path. */
    record Answer(int status, String contentType, String body) {

        private static Answer plain(int status, String body) {
            return new Answer(status, "text/plain; charset=utf-8", body + "\n");
        }
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Map<String, Supplier<Answer>> pages;

    private StatusServer(HttpServer server, Map<String, Supplier<Answer>> pages) {
        this.server = server;
        this.pages = pages;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                CONNECTIONS, CONNECTIONS, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(CONNECTIONS), task -> {
                    Thread thread = new Thread(task, "wwep-bridge-http-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Starts the server.
     *
     * @param pages by path, each a supplier of the current answer
     * @throws IOException if it cannot listen on the address
     */
    static StatusServer start(InetSocketAddress address, Map<String, Supplier<Answer>> pages) throws IOException {
        HttpServer http;
        try {
            http = HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "http: cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                            + e.getMessage() + "; give another address, or end the program that uses it",
                    e);
        }
        StatusServer server = new StatusServer(http, pages);
        http.setExecutor(server.threads);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    private static void limit(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, String.valueOf(value));
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        } catch (IOException e) {
            throw e; // the client has gone
        } catch (RuntimeException e) {
            LOG.error("an internal error of {}", exchange.getRequestURI().getPath(), e);
        }
    }

    private Answer answer(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Answer.plain(NOT_ALLOWED, "only GET and HEAD are allowed");
        }
        Supplier<Answer> page = pages.get(exchange.getRequestURI().getPath());
        return page == null
                ? Answer.plain(NOT_FOUND, "there are only " + String.join(" and ", pages.keySet()))
                : page.get();
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        if (isHead) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
        }
        exchange.sendResponseHeaders(answer.status(), isHead ? -1 : body.length);
        if (!isHead) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
