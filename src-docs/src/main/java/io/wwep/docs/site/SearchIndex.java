package io.wwep.docs.site;

import com.google.gson.Gson;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;

/** What the search looks through. It is a script, since a page opened from a file may not fetch anything. */
record SearchIndex(List<Section> sections) {

    private static final String LUNR = "/META-INF/maven/org.webjars.npm/lunr/pom.properties";

    void write(Path site) throws IOException {
        Files.writeString(
                site.resolve("search-index.js"), "window.searchSections=" + new Gson().toJson(sections) + ";\n");
        Properties lunr = new Properties();
        try (InputStream properties = open(LUNR)) {
            lunr.load(properties);
        }
        String script = "/META-INF/resources/webjars/lunr/" + lunr.getProperty("version") + "/lunr.min.js";
        try (InputStream library = open(script)) {
            Files.copy(library, site.resolve("lunr.min.js"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream stream = SearchIndex.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new FileNotFoundException("not on the class path: " + resource);
        }
        return stream;
    }
}
