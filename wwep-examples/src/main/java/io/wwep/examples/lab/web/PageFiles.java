package io.wwep.examples.lab.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The page's files, which lie beside this class. Thread-safe. */
final class PageFiles {

    /** The form of the paths of those that are served as they are. */
    static final String PATH = "/([a-z][a-z0-9-]{0,40}\\.(?:css|js))";

    private final Map<String, Optional<byte[]>> files = new ConcurrentHashMap<>();

    /** Answers with a file. */
    Answer answer(String name) throws RefusedException {
        byte[] content = read(name).orElse(null);
        if (content == null) {
            throw new RefusedException(HttpResponseStatus.NOT_FOUND, "there is nothing at this path");
        }
        String type = name.endsWith(".css") ? "text/css" : "text/javascript";
        return Answer.of(type + "; charset=utf-8", content);
    }

    /** Reads a file; empty if there is none. */
    Optional<byte[]> read(String name) {
        return files.computeIfAbsent(name, PageFiles::load);
    }

    private static Optional<byte[]> load(String name) {
        try (InputStream content = PageFiles.class.getResourceAsStream(name)) {
            return content == null ? Optional.empty() : Optional.of(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
