package io.wwep.check;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** What one logger says, at every level, while this is open. */
public final class LogCapture implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    public LogCapture(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        appender.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(appender);
    }

    /** Level and message of each. */
    public List<String> lines() {
        return lines(level -> true);
    }

    /** Those of this level only: to put a million others into words takes seconds. */
    public List<String> lines(Level only) {
        return lines(only::equals);
    }

    /** Those of level WARN. */
    public List<String> warnings() {
        return lines(Level.WARN);
    }

    private List<String> lines(Predicate<Level> levels) {
        return List.copyOf(appender.list).stream()
                .filter(event -> levels.test(event.getLevel()))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** The messages of at least WARN that came with a stack trace. */
    public List<String> traced() {
        return List.copyOf(appender.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN) && event.getThrowableProxy() != null)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }
}
