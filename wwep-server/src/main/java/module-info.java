/** The WWEP register server: to run, or to embed in a program or a test. */
// Jedis has the name of a module, but is none.
@SuppressWarnings("requires-automatic")
module io.wwep.server {
    requires transitive io.wwep.client;
    requires org.slf4j;
    requires static org.jspecify;
    requires static redis.clients.jedis;

    exports io.wwep.server;
}
