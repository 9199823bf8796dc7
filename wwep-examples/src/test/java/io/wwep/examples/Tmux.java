package io.wwep.examples;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A terminal that a test can type into and read. */
final class Tmux implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 30;
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final String tmux = ForeignTool.require("tmux", "tmux");
    private final Path folder;

    /**
     * Opens a terminal of 100 columns and 40 lines.
     *
     * @param folder an empty folder for tmux's socket
     * @param command runs in the terminal's shell, in the checkout
     */
    Tmux(Path folder, String command) throws IOException, InterruptedException {
        this.folder = folder;
        tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "40", command);
    }

    /** Types keys, given by their tmux names. */
    void type(String... keys) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("send-keys"));
        command.addAll(List.of(keys));
        tmux(command.toArray(String[]::new));
    }

    /** Waits until the screen shows all these texts, and returns it. */
    String awaitScreen(String... texts) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            String screen = tmux("capture-pane", "-p");
            if (List.of(texts).stream().allMatch(screen::contains)) {
                return screen;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("the screen does not show " + List.of(texts) + ":\n" + screen);
            }
            // tmux does not report screen changes, so this polls.
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** Makes the terminal this wide. */
    void resize(int columns) throws IOException, InterruptedException {
        tmux("resize-window", "-x", String.valueOf(columns));
    }

    /** Returns the terminal's shell. */
    ProcessHandle shell() throws IOException, InterruptedException {
        String pid = tmux("list-panes", "-F", "#{pane_pid}").strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    @Override
    public void close() throws IOException {
        try {
            tmux("kill-server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String tmux(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(tmux, "-S", folder.resolve("tmux").toString()));
        command.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(Checkout.ENVIRONMENT);
        environment.put("TMUX", "");
        try (Program program = Program.start(Checkout.ROOT, environment, command)) {
            Program.Ended ended = program.await();
            if (ended.exitCode() != 0) {
                throw new IOException("tmux " + List.of(arguments) + " failed: " + ended.err());
            }
            return ended.out();
        }
    }
}
