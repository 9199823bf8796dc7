/** The WWEP test kit: a scriptable server with fault injection and recording, and its JUnit extension. */
module io.wwep.testing {
    requires transitive io.wwep.client;
    requires transitive io.wwep.server;
    requires io.wwep.pki;
    requires org.slf4j;
    requires static org.jspecify;
    // Not transitive, because modules that use only the server would then need JUnit to compile. A module that uses the
    // extension must require JUnit itself, because a static dependency may be absent at run time.
    requires static org.junit.jupiter.api;

    exports io.wwep.testing;
}
