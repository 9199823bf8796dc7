/** The WWEP register server: to run, or to embed in a program. */
module io.wwep.server {
    requires transitive io.wwep.client;
    requires org.slf4j;
    requires static io.wwep.sqlite;
    requires static org.jspecify;

    exports io.wwep.server;
    exports io.wwep.server.store;
}
