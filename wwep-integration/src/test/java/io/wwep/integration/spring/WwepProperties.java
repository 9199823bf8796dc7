package io.wwep.integration.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

// tag::properties[]
@ConfigurationProperties("wwep")
record WwepProperties(String host, int port, Duration replyTimeout, String sslBundle) {}
// end::properties[]
