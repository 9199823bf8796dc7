package io.wwep.examples.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A student's server: correct, with a thread for each client, until a subclass gets something wrong. */
class ScriptedServer implements AutoCloseable {

    private static final int READ = 7;
    private static final int WRITE = 11;

    final ServerSocket listening;
    final Map<String, String> registers = new ConcurrentHashMap<>();
    private final boolean oneAtATime;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    ScriptedServer() throws IOException {
        this(false);
    }

    ScriptedServer(boolean oneAtATime) throws IOException {
        this.oneAtATime = oneAtATime;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work, "scripted-server");
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                clients.add(client);
                if (oneAtATime) {
                    serveAndClose(client);
                } else {
                    start(() -> serveAndClose(client));
                }
            } catch (IOException e) {
                // The test is over, or the server has ended itself.
            }
        }
    }

    private void serveAndClose(Socket client) {
        try (client) {
            serve(client);
        } catch (IOException e) {
            failed(e);
        } finally {
            clients.remove(client);
        }
    }

    /** A connection failed; a good server goes on. */
    void failed(IOException problem) {}

    void serve(Socket client) throws IOException {
        boolean legal = true;
        while (legal) {
            String message = message(client.getInputStream());
            if (message == null) {
                return;
            }
            legal = isLegal(message);
            send(client.getOutputStream(), legal ? answer(message) : refusal());
        }
    }

    void send(OutputStream out, String reply) throws IOException {
        out.write(reply.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns the next message; null at the end of the stream between messages. */
    @Nullable
    String message(InputStream in) throws IOException {
        StringBuilder message = new StringBuilder();
        int length = 1;
        while (message.length() < length) {
            int octet = in.read();
            if (octet < 0) {
                return message.length() == 0 ? null : message.toString();
            }
            if (octet != '\n' || message.length() > 0) {
                message.append((char) octet);
                length = message.charAt(0) == 'W' ? WRITE : message.charAt(0) == 'R' ? READ : 1;
            }
        }
        return message.toString();
    }

    boolean isLegal(String message) {
        return message.matches("W[0-9A-Fa-f]{10}|R[0-9A-Fa-f]{6}");
    }

    String refusal() {
        return "X";
    }

    String answer(String message) {
        String upper = message.toUpperCase(Locale.ROOT);
        String register = upper.substring(1, READ);
        if (upper.startsWith("W")) {
            registers.put(storedAt(register), upper.substring(READ));
            return "A" + upper.substring(1);
        }
        String value = registers.get(readFrom(register));
        return value == null ? neverWritten(register) : "A" + register + value;
    }

    String storedAt(String register) {
        return register;
    }

    String readFrom(String register) {
        return storedAt(register);
    }

    String neverWritten(String register) {
        return refusal();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket client : clients) {
            client.close();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
