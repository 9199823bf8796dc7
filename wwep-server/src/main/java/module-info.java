/** The WWEP register server: to run, or to embed in a program; and the one to test clients against. */
// Jedis has the name of a module, but is none.
@SuppressWarnings("requires-automatic")
module io.wwep.server {
    requires transitive io.wwep.client;
    requires org.slf4j;
    requires static org.bouncycastle.pkix;
    requires static org.bouncycastle.provider;
    requires static org.jspecify;
    requires static transitive org.junit.jupiter.api;
    requires static redis.clients.jedis;

    exports io.wwep.server;
    exports io.wwep.testing;
}
