package io.wwep.client;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/** Makes the client's log, at every level, throw when it gets the first message with some text, until this is closed. */
final class ThrowingLog implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.wwep.client");
    private final AtomicBoolean thrown = new AtomicBoolean();
    private final UnsynchronizedAppenderBase<ILoggingEvent> appender;

    /** Throws at the first message that contains this text. */
    ThrowingLog(String text) {
        appender = new UnsynchronizedAppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getFormattedMessage().contains(text) && thrown.compareAndSet(false, true)) {
                    throw new AssertionError("the log's");
                }
            }
        };
        appender.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(appender);
    }

    boolean hasThrown() {
        return thrown.get();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }
}
