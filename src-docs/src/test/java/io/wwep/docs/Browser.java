package io.wwep.docs;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.wwep.check.ForeignTool;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Chromium without a window, driven by its DevTools protocol through a pipe: messages of JSON, each ended by a zero byte. It
 * can look up no name, so it reaches no network. Not thread-safe.
 */
final class Browser implements AutoCloseable {

    /** The protocol's pipe has the descriptors 3 and 4. What else Chromium prints is dropped. */
    private static final String PIPED = "exec \"$0\" \"$@\" 3<&0 4>&1 < /dev/null > /dev/null 2>&1";

    private final Gson gson = new Gson();
    private final List<String> errors = new ArrayList<>();
    private final Process process;
    private final OutputStream commands;
    private final InputStream messages;
    private final String session;
    private int number;
    private boolean loaded;

    /** Starts it, with this folder for its own files. */
    Browser(Path folder) throws IOException {
        String chromium = ForeignTool.require("chromium", "chromium");
        process = new ProcessBuilder(
                        "sh",
                        "-c",
                        PIPED,
                        chromium,
                        "--headless=new",
                        "--remote-debugging-pipe",
                        "--user-data-dir=" + folder,
                        "--no-sandbox", // which root cannot have; the pages are ours
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--host-resolver-rules=MAP * ~NOTFOUND")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        commands = process.getOutputStream();
        messages = process.getInputStream();
        String target = text(call("", "Target.createTarget", Map.of("url", "about:blank")), "targetId");
        session = text(call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true)), "sessionId");
        for (String domain : List.of("Page", "Runtime", "Log")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** What pages wrote to the console as an error or a warning, and what they threw. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    void resize(int width, int height) throws IOException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Opens a file, and waits until it and its scripts are loaded. */
    void open(Path file) throws IOException {
        loaded = false;
        call("Page.navigate", Map.of("url", file.toUri().toString()));
        awaitPage();
    }

    /** Evaluates a script that leads to another page, and waits until that is loaded. */
    void follow(String script) throws IOException {
        loaded = false;
        evaluate(script);
        awaitPage();
    }

    private void awaitPage() throws IOException {
        while (!loaded) {
            receive();
        }
    }

    /** Types into whatever has the focus. */
    void type(String text) throws IOException {
        call("Input.insertText", Map.of("text", text));
    }

    /** The value of an expression, as text; what is no text in its JSON form. */
    String evaluate(String script) throws IOException {
        JsonObject answer =
                call("Runtime.evaluate", Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(script + ": " + answer.get("exceptionDetails"));
        }
        JsonElement value = answer.getAsJsonObject("result").get("value");
        if (value == null) {
            return "";
        }
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    private JsonObject call(String method, Map<String, ?> parameters) throws IOException {
        return call(session, method, parameters);
    }

    private JsonObject call(String toSession, String method, Map<String, ?> parameters) throws IOException {
        JsonObject message = new JsonObject();
        message.addProperty("id", ++number);
        message.addProperty("method", method);
        message.add("params", gson.toJsonTree(parameters));
        if (!toSession.isEmpty()) {
            message.addProperty("sessionId", toSession);
        }
        commands.write((message + "\0").getBytes(StandardCharsets.UTF_8));
        commands.flush();
        JsonObject answer = receive();
        while (!answer.has("id")) {
            answer = receive();
        }
        if (answer.has("error")) {
            throw new AssertionError(method + ": " + answer.get("error"));
        }
        return answer.getAsJsonObject("result");
    }

    private JsonObject receive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int next = messages.read();
        while (next > 0) {
            bytes.write(next);
            next = messages.read();
        }
        if (next < 0) {
            throw new EOFException("Chromium has ended");
        }
        JsonObject message =
                JsonParser.parseString(bytes.toString(StandardCharsets.UTF_8)).getAsJsonObject();
        if (message.has("method")) {
            note(text(message, "method"), message.getAsJsonObject("params"));
        }
        return message;
    }

    private void note(String event, JsonObject details) {
        switch (event) {
            case "Page.loadEventFired" -> loaded = true;
            case "Runtime.exceptionThrown", "Log.entryAdded" -> errors.add(details.toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert").contains(text(details, "type"))) {
                    errors.add(details.toString());
                }
            }
            default -> {} // nothing that a test asks for
        }
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).getAsString();
    }

    @Override
    public void close() throws IOException {
        try {
            call("", "Browser.close", Map.of());
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IOException("Chromium does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            commands.close();
            messages.close();
        }
    }
}
