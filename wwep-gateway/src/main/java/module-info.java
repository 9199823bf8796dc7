/** Typed registers, watches, a durable outbox and metrics for gateways of many WWEP devices. */
@SuppressWarnings("requires-automatic") // Micrometer has no module descriptor
module io.wwep.gateway {
    requires transitive io.wwep.client;
    requires org.slf4j;
    requires static com.google.errorprone.annotations;
    requires static io.wwep.sqlite;
    requires static micrometer.core;
    requires static transitive org.jspecify;

    exports io.wwep.gateway;
    exports io.wwep.gateway.metrics;
    exports io.wwep.gateway.register;
}
