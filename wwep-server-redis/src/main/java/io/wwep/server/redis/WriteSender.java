package io.wwep.server.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends writes to the servers that hold their registers, follows a cluster's redirects, and settles each outcome. */
final class WriteSender {

    /** Limits the redirects of one write: a cluster that redirects in a circle is broken. */
    private static final int MAX_REDIRECTS = 5;

    private final RedisAddress address;
    private final ServerNodes servers;

    WriteSender(RedisAddress address, ServerNodes servers) {
        this.address = address;
        this.servers = servers;
    }

    /** Does not block. */
    void send(List<DeviceWrites> all) {
        Map<Node, List<DeviceWrites>> byServer = new LinkedHashMap<>();
        for (DeviceWrites writes : all) {
            try {
                byServer.computeIfAbsent(servers.of(writes.device()), server -> new ArrayList<>())
                        .add(writes);
            } catch (IOException e) {
                fail(writes, e);
            }
        }
        byServer.forEach((server, writes) -> send(server, writes, false, 0));
    }

    private void send(Node server, List<DeviceWrites> all, boolean asking, int redirects) {
        CompletionStage<Void> sent = server.with(NodeConnection::withClock)
                .thenCompose(connection -> connection.write(all, asking, new Settling(server, connection, redirects)));
        sent.exceptionally(failure -> {
            // An unexpected error must settle the outcomes too: a waiting thread must be woken.
            servers.failed();
            all.forEach(writes -> fail(writes, failure));
            return null;
        });
    }

    private void fail(DeviceWrites writes, Throwable why) {
        writes.fail(Problems.of(address, why));
    }

    private final class Settling implements NodeConnection.Outcomes {

        private final Node server;
        private final NodeConnection connection;
        private final int redirects;

        Settling(Node server, NodeConnection connection, int redirects) {
            this.server = server;
            this.connection = connection;
            this.redirects = redirects;
        }

        @Override
        public void refused(DeviceWrites writes, RedisCommandExecutionException why) {
            Redirect redirect = Redirect.of(why);
            if (redirect != null && redirects < MAX_REDIRECTS) {
                try {
                    send(servers.redirected(redirect), List.of(writes), redirect.asking(), redirects + 1);
                } catch (IOException e) {
                    fail(writes, e);
                }
                return;
            }
            if (Problems.isOfConnection(why)) {
                server.drop(connection);
                servers.failed();
            }
            fail(writes, why);
        }

        @Override
        public void unknown(List<DeviceWrites> all, Throwable why) {
            server.drop(connection);
            servers.failed();
            all.forEach(writes -> fail(writes, why));
        }

        @Override
        public void unconfirmed(DeviceWrites writes, IOException why) {
            fail(writes, why);
        }
    }
}
