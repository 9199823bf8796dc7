package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import org.junit.jupiter.api.Test;

/** The settings that the page on logging shows do what it says. */
class LoggingTest {

    @Test
    void theLoggersOfThePageSwitchTheWireLogOn() throws JoranException {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LoggingTest.class.getResource("/logback-wire.xml"));
        assertThat(context.getLogger("io.wwep.client").isTraceEnabled()).isTrue();
        assertThat(context.getLogger("io.wwep.tls").isInfoEnabled()).isTrue();
        assertThat(context.getLogger("io.wwep.server").isDebugEnabled()).isFalse();
        context.stop();
    }
}
