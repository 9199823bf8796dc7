package io.wwep.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the health indicators.
 *
 * @param enabled whether there are health indicators
 * @param probe whether a health check asks the server
 */
// A misspelled property would be ignored otherwise.
@ConfigurationProperties(value = WwepHealthProperties.PREFIX, ignoreUnknownFields = false)
record WwepHealthProperties(
        @DefaultValue("true") boolean enabled, @DefaultValue Probe probe) {

    static final String PREFIX = "management.health.wwep";

    /**
     * A read that a health check makes.
     *
     * @param enabled whether a health check reads a register of each client that exists, and so opens a connection if there is
     *     none. If not, it reports what the last exchange of the application came to
     * @param device the device to read, four hexadecimal digits; any answer will do, a refusal included
     * @param register the register to read, two hexadecimal digits
     * @param timeout limits the read
     */
    record Probe(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("0000") String device,
            @DefaultValue("00") String register,
            @DefaultValue("2s") Duration timeout) {}
}
