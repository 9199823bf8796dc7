package io.wwep.check;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An OpenSSL TLS server, {@code openssl s_server}, on a free loopback port. */
public final class OpenSslServer implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("ACCEPT .*:(\\d+)");

    private final Process process;
    private final ProcessOutput output;
    private final int port;

    /**
     * Starts the server with these options, which must include the certificate and its key. It is listening on return.
     */
    public OpenSslServer(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(ForeignTool.require("openssl", "openssl"), "s_server", "-accept", "127.0.0.1:0"));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        output = new ProcessOutput(process.getInputStream());
        Matcher listening = LISTENING.matcher(await("ACCEPT .*:\\d+\\s"));
        port = listening.find() ? Integer.parseInt(listening.group(1)) : -1;
    }

    public int port() {
        return port;
    }

    /** Sends text to the connected client. */
    public void send(String text) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write(text.getBytes(StandardCharsets.US_ASCII));
        input.flush();
    }

    /** Waits until the output matches this pattern. Returns all output. */
    public String await(String pattern) {
        return output.await(Pattern.compile(pattern).asPredicate(), pattern);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        output.close();
        process.getOutputStream().close();
    }
}
