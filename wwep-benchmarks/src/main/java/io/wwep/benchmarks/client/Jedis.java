package io.wwep.benchmarks.client;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;

/** Jedis: blocking, for one thread at a time; threads share a connection through a pool of one. */
public final class Jedis implements ClientUnderTest {

    private static final String KEY = "0FAC0B";
    private static final String VALUE = "1234";

    @Override
    public String name() {
        return "Jedis " + Versions.of("jedis");
    }

    @Override
    public Wire wire() {
        return Wire.REDIS;
    }

    @Override
    public List<String> jars() {
        return List.of(
                "jedis-",
                "commons-pool2-",
                "json-",
                "gson-",
                "error_prone_annotations-",
                "redis-authx-core-",
                "slf4j-api-");
    }

    @Override
    public Optional<String> unsupportedReason(Work work, boolean tls) {
        if (work == Work.FUTURES) {
            return Optional.of("allows one request or one batch in flight");
        }
        return tls ? Optional.of("redis-server is run without TLS") : Optional.empty();
    }

    @Override
    public Session open(Target target) {
        return new OpenClient(new redis.clients.jedis.Jedis(Target.HOST, target.port()));
    }

    @Override
    public Session openShared(Target target) {
        ConnectionPoolConfig one = new ConnectionPoolConfig();
        one.setMaxTotal(1);
        RedisClient client = RedisClient.builder()
                .hostAndPort(Target.HOST, target.port())
                .poolConfig(one)
                .build();
        return new Session() {
            @Override
            public void exchange() throws IOException {
                check(client.set(KEY, VALUE));
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    private static void check(String reply) throws IOException {
        if (!"OK".equals(reply)) {
            throw new UnexpectedReplyException(reply);
        }
    }

    private record OpenClient(redis.clients.jedis.Jedis jedis) implements Session {

        @Override
        public void exchange() throws IOException {
            check(jedis.set(KEY, VALUE));
        }

        @Override
        public void exchangeAll(int count) throws IOException {
            Pipeline pipeline = jedis.pipelined();
            Response<String> last = pipeline.set(KEY, VALUE);
            for (int i = 1; i < count; i++) {
                last = pipeline.set(KEY, VALUE);
            }
            pipeline.sync();
            check(last.get());
        }

        @Override
        public void close() {
            jedis.close();
        }
    }
}
