/** The WWEP test kit: a server that answers, breaks and records as a test tells it, and its JUnit extension. */
module io.wwep.testing {
    requires transitive io.wwep.client;
    requires transitive io.wwep.server;
    requires io.wwep.pki;
    requires org.slf4j;
    requires static org.jspecify;
    // Not transitive: the compiler would then want JUnit from modules that use the server alone. A module that uses the
    // extension must require JUnit itself in any case, since what is static is not there at run time otherwise.
    requires static org.junit.jupiter.api;

    exports io.wwep.testing;
}
