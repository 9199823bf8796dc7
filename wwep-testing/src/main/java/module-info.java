/** The WWEP test kit: a server that answers, breaks and records as a test tells it, and its JUnit extension. */
module io.wwep.testing {
    requires transitive io.wwep.client;
    requires transitive io.wwep.server;
    requires io.wwep.pki;
    requires org.slf4j;
    requires static org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports io.wwep.testing;
}
