package io.wwep.check;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Redis master with two replicas, and three Sentinels that make one of them the master when it ends. */
public final class RedisSentinels implements AutoCloseable {

    private static final String MASTER = "registers";
    private static final int REPLICAS = 2;
    private static final int SENTINELS = 3;

    /** Long enough that a master which is only slow, on a busy machine, is not replaced: that could lose confirmed writes. */
    private static final int DOWN_AFTER_MILLIS = 3000;

    private final String program = ForeignTool.require("redis-sentinel", "redis-sentinel");
    private final List<RedisServer> servers = new ArrayList<>();
    private final List<Sentinel> sentinels = new ArrayList<>();

    /** One of the three. */
    private record Sentinel(Process process, ProcessOutput printed, int port, Path folder) {}

    /** They all know one another when this returns. */
    public RedisSentinels() throws IOException {
        boolean done = false;
        try {
            RedisServer master = new RedisServer();
            servers.add(master);
            for (int i = 0; i < REPLICAS; i++) {
                servers.add(new RedisServer("--replicaof", "127.0.0.1 " + master.port()));
            }
            for (int i = 0; i < SENTINELS; i++) {
                sentinels.add(start(master.port()));
            }
            for (Sentinel sentinel : sentinels) {
                sentinel.printed.await(
                        text -> count(text, "+slave slave") == REPLICAS && count(text, "+sentinel ") >= SENTINELS - 1,
                        "the replicas and the other Sentinels");
            }
            awaitReplicas();
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private Sentinel start(int master) throws IOException {
        Path folder = Files.createTempDirectory("sentinel");
        Path file = folder.resolve("sentinel.conf");
        int port = RedisServer.freePort();
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "port " + port,
                        "bind 127.0.0.1",
                        "dir " + folder,
                        "sentinel monitor " + MASTER + " 127.0.0.1 " + master + " 2",
                        "sentinel down-after-milliseconds " + MASTER + " " + DOWN_AFTER_MILLIS,
                        "sentinel failover-timeout " + MASTER + " 3000",
                        "sentinel parallel-syncs " + MASTER + " " + REPLICAS,
                        ""));
        Process process = new ProcessBuilder(program, file.toString())
                .redirectErrorStream(true)
                .start();
        return new Sentinel(process, new ProcessOutput(process.getInputStream()), port, folder);
    }

    /** Where to ask for the master. */
    public URI uri() {
        return uri(MASTER);
    }

    /** Where to ask for a master of this name. */
    public URI uri(String name) {
        return URI.create("redis-sentinel://"
                + sentinels.stream().map(each -> "127.0.0.1:" + each.port).collect(Collectors.joining(",")) + "#"
                + name);
    }

    /** What {@code redis-cli} prints for a command to the master. */
    public String cli(String... command) throws IOException {
        return master().cli(command);
    }

    /** Asks a Sentinel each time, since the Sentinels may choose another master whenever the machine is busy. */
    private RedisServer master() throws IOException {
        int port = Integer.parseInt(
                RedisServer.cli(sentinels.get(0).port, List.of(), "sentinel", "get-master-addr-by-name", MASTER)
                        .lines()
                        .skip(1)
                        .findFirst()
                        .orElseThrow()
                        .replaceAll("\\D", ""));
        return servers.stream().filter(each -> each.port() == port).findFirst().orElseThrow();
    }

    /** Kills the master, and waits until a replica is the master. Its other replica and, soon, the killed one follow that. */
    public void failOver() throws IOException {
        RedisServer killed = master();
        String line = "+switch-master " + MASTER + " 127.0.0.1 " + killed.port() + " ";
        List<Integer> before =
                sentinels.stream().map(each -> count(each.printed.text(), line)).toList();
        killed.kill();
        for (int i = 0; i < SENTINELS; i++) {
            int seen = before.get(i);
            sentinels.get(i).printed.await(text -> count(text, line) > seen, line);
        }
        killed.restart("--replicaof", "127.0.0.1 " + master().port());
    }

    /** Waits until both replicas have all that the master has. */
    public void awaitReplicas() throws IOException {
        String confirmed = "";
        for (int i = 0; i < 60 && !confirmed.endsWith("\n" + REPLICAS); i++) {
            confirmed = master().session("set awaited 1", "wait " + REPLICAS + " 500");
        }
        if (!confirmed.endsWith("\n" + REPLICAS)) {
            throw new IOException("the replicas do not follow the master: " + confirmed);
        }
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Override
    public void close() {
        for (Sentinel sentinel : sentinels) {
            sentinel.process.destroyForcibly().onExit().join();
            sentinel.printed.close();
            RedisServer.delete(sentinel.folder);
        }
        servers.forEach(RedisServer::close);
    }
}
