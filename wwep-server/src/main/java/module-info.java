/** The WWEP register server, standalone or embedded. */
module io.wwep.server {
    requires transitive io.wwep.client;
    requires org.slf4j;
    requires static io.wwep.sqlite;
    requires static org.jspecify;

    exports io.wwep.server;
    exports io.wwep.server.store;
}
