package io.wwep.check;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Redis cluster of three masters with a replica each. */
public final class RedisCluster implements AutoCloseable {

    private static final int NODES = 6;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final List<RedisServer> nodes = new ArrayList<>();

    /** It serves all slots, and each replica follows its master, when this returns. */
    public RedisCluster() throws IOException {
        boolean done = false;
        try {
            for (int i = 0; i < NODES; i++) {
                nodes.add(new RedisServer("--cluster-enabled", "yes", "--cluster-node-timeout", "3000"));
            }
            List<String> create =
                    new ArrayList<>(List.of(ForeignTool.require("redis-cli", "redis-tools"), "--cluster", "create"));
            nodes.forEach(node -> create.add("127.0.0.1:" + node.port()));
            create.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
            Process cli = new ProcessBuilder(create).redirectErrorStream(true).start();
            cli.getOutputStream().close();
            String said = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (cli.onExit().join().exitValue() != 0 || !said.contains("All 16384 slots covered")) {
                throw new IOException("redis-cli made no cluster:\n" + said);
            }
            for (RedisServer node : nodes) {
                awaitState(node);
            }
            for (RedisServer node : nodes) {
                awaitReplica(node);
            }
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    /** Each node decides by itself when the cluster is up, some later than the one that redis-cli asked. */
    private static void awaitState(RedisServer node) throws IOException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        for (String info = ""; !info.contains("cluster_state:ok"); info = node.cli("cluster", "info")) {
            if (System.nanoTime() - end >= 0) {
                throw new IOException("a node of the cluster does not come up:\n" + info);
            }
        }
    }

    private static void awaitReplica(RedisServer node) throws IOException {
        String connected = "";
        for (int i = 0; i < 60 && node.cli("role").startsWith("master") && !connected.equals("1"); i++) {
            connected = node.session("wait 1 1000");
        }
    }

    /** Where its nodes are. */
    public URI uri() {
        return URI.create("redis-cluster://"
                + nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(",")));
    }

    /** Its nodes; which are masters changes. */
    public List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /** The node that is the master for a key. */
    public RedisServer masterOf(String key) throws IOException {
        String slot = nodes.get(0).cli("cluster", "keyslot", key);
        for (RedisServer node : nodes) {
            String answer = node.cli("get", key);
            if (!answer.startsWith("MOVED " + slot) && !answer.startsWith("CLUSTERDOWN")) {
                return node;
            }
        }
        throw new IOException("no node has " + key);
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
