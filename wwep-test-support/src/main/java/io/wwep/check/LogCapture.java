package io.wwep.check;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** Captures the messages of a logger, at every level, until it is closed. */
public final class LogCapture implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    public LogCapture(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        appender.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(appender);
    }

    /** Returns the level and message of each event. */
    public List<String> lines() {
        return lines(level -> true);
    }

    /** Returns the messages of one level only, because formatting a million others takes seconds. */
    public List<String> lines(Level only) {
        return lines(only::equals);
    }

    /** Returns the messages of level WARN. */
    public List<String> warnings() {
        return lines(Level.WARN);
    }

    private List<String> lines(Predicate<Level> levels) {
        return List.copyOf(appender.list).stream()
                .filter(event -> levels.test(event.getLevel()))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** Returns the messages of level WARN or above that have a stack trace. */
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
