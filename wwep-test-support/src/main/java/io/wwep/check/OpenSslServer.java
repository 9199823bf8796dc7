package io.wwep.check;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A TLS server by OpenSSL, {@code openssl s_server}, on a free port of the loopback interface. */
public final class OpenSslServer implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("ACCEPT .*:(\\d+)");

    private final Process process;
    private final Printed printed;
    private final int port;

    /** With these options, of which the certificate and its key are the least; it listens when this returns. */
    public OpenSslServer(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(ForeignTool.require("openssl", "openssl"), "s_server", "-accept", "127.0.0.1:0"));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        printed = new Printed(process.getInputStream());
        Matcher listening = LISTENING.matcher(await("ACCEPT .*:\\d+\\s"));
        port = listening.find() ? Integer.parseInt(listening.group(1)) : -1;
    }

    public int port() {
        return port;
    }

    /** Sends this to the client that is connected. */
    public void send(String text) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write(text.getBytes(StandardCharsets.US_ASCII));
        input.flush();
    }

    /** Waits until it has printed something that this pattern finds, and gives all that it printed. */
    public String await(String pattern) {
        return printed.await(Pattern.compile(pattern).asPredicate(), pattern);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        printed.close();
        process.getOutputStream().close();
    }
}
