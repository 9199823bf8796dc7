package io.wwep.docs;

import io.wwep.check.ForeignTool;
import io.wwep.check.Required;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A shell in a folder and a network of its own, in which 10.0.0.7 is wwep.local and is this machine: so that commands run
 * just as they are written, with the usual ports, whatever else listens on this machine.
 */
final class Terminal implements AutoCloseable {

    private static final String DISTRIBUTION = "wwep-" + System.getProperty("wwep.version") + ".tar.gz";

    /** What is linked into the folder, and by which name. */
    private static final Map<String, Path> SHARED = Map.of(
            "wwep",
            Checkout.ROOT.resolve("wwep"),
            "certs",
            Checkout.ROOT.resolve("certs"),
            "wwep-examples",
            Checkout.ROOT.resolve("wwep-examples"),
            DISTRIBUTION,
            Checkout.ROOT.resolve("wwep-distribution/target").resolve(DISTRIBUTION));

    private static final String DONE = "\u0004done ";
    private static final String OWN_NETWORK = """
            ip link set lo up && ip address add 10.0.0.7/32 dev lo || exit 1
            printf '127.0.0.1 localhost\\n10.0.0.7 wwep.local\\n' > .hosts
            mount --bind .hosts /etc/hosts || exit 1
            rm .hosts
            # JVMs leave a file by their process number there, and numbers are the same in each terminal.
            jvms=/tmp/hsperfdata_$(id -un)
            mkdir -p "$jvms" && mount -t tmpfs -o mode=755 tmpfs "$jvms" || exit 1
            # Here, mosquitto cannot change to its own user.
            mosquitto() {
              printf 'user root\\nlistener 1883 127.0.0.1\\nallow_anonymous true\\n' > .mosquitto.conf
              command mosquitto -c .mosquitto.conf
            }
            """;

    private final Path folder;
    private final Process shell;
    private final Output output;
    private final Writer input;
    private final Map<String, Output> others = new LinkedHashMap<>();

    Terminal(Path folder) throws IOException {
        String unshare = ForeignTool.require("unshare", "util-linux");
        ForeignTool.require("ip", "iproute2");
        ForeignTool.require("mkfifo", "coreutils");
        Required.that(canHaveOwnNetwork(unshare), "this system gives programs no network of their own (unshare -rnm)");
        this.folder = folder;
        for (Map.Entry<String, Path> shared : SHARED.entrySet()) {
            Files.createSymbolicLink(folder.resolve(shared.getKey()), shared.getValue());
        }
        ProcessBuilder builder = new ProcessBuilder(unshare, "-rnmpf", "--mount-proc", "--kill-child", "bash");
        builder.environment()
                .putAll(Map.of(
                        "WWEP_BUILD",
                        "never",
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "NO_COLOR",
                        "",
                        "TERM",
                        "dumb"));
        shell = builder.directory(folder.toFile()).redirectErrorStream(true).start();
        output = new Output(shell.getInputStream(), folder);
        input = shell.outputWriter(StandardCharsets.UTF_8);
        run(OWN_NETWORK);
    }

    private static boolean canHaveOwnNetwork(String unshare) throws IOException {
        try {
            return new ProcessBuilder(unshare, "-rnmpf", "--mount-proc", "true")
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Types a command, waits for its end, and gives what it printed. */
    String run(String command) throws IOException {
        int before = output.text().length();
        // The status goes on, for a command that asks for it by $?.
        input.write("(exit ${status:-0}); { " + command + "\n} < /dev/null; status=$?; printf '\\n" + DONE
                + "%s\\n' $status\n");
        input.flush();
        String printed = output.await(before, DONE).substring(before);
        return printed.substring(0, printed.indexOf(DONE)).stripTrailing();
    }

    /** Types a command into another terminal, where it runs on. */
    void runOn(String terminal, String command) throws IOException {
        run("mkfifo .%1$s; { %2$s; } > .%1$s 2>&1 &".formatted(terminal, command));
        others.put(terminal, new Output(Files.newInputStream(folder.resolve("." + terminal)), folder));
    }

    /** What another terminal shows. */
    Output in(String terminal) {
        Output shown = others.get(terminal);
        if (shown == null) {
            throw new AssertionError("nothing was started in the terminal " + terminal);
        }
        return shown;
    }

    @Override
    public void close() throws IOException {
        // With the shell, the first process of its namespace, all that it started ends.
        shell.destroyForcibly();
        try {
            if (!shell.waitFor(10, TimeUnit.SECONDS)) {
                throw new IOException("the shell does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        input.close();
        output.close();
        for (Output other : others.values()) {
            other.close();
        }
        // Who deletes the folder is not to follow them.
        for (String shared : SHARED.keySet()) {
            Files.delete(folder.resolve(shared));
        }
    }
}
