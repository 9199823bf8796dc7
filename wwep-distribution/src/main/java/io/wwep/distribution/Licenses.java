package io.wwep.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The texts of the licenses and notices of libraries: their jars have them, or else the build. */
final class Licenses {

    private static final Pattern TEXT =
            Pattern.compile("(.*/)?[^/]*(license|licence|notice|copying|copyright)[^/]*", Pattern.CASE_INSENSITIVE);

    private static final Pattern VERSION = Pattern.compile("-\\d.*");

    private final Path jars;
    private final Path lacking;

    /**
     * Finds the licenses of these libraries.
     *
     * @param lacking a folder with the licenses that jars lack, each named like its library
     */
    Licenses(Path jars, Path lacking) {
        this.jars = jars;
        this.lacking = lacking;
    }

    /** Writes a folder for each library whose jar, or the build, has texts. */
    void copyTo(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(jars)) {
            for (Path jar : all.sorted().toList()) {
                String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
                List<String> copied = copy(jar, folder.resolve(name));
                Path own = lacking.resolve(VERSION.matcher(name).replaceFirst("") + ".txt");
                if (copied.isEmpty() && Files.exists(own)) {
                    Files.createDirectories(folder.resolve(name));
                    Files.copy(own, folder.resolve(name).resolve("LICENSE.txt"), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static List<String> copy(Path jar, Path folder) throws IOException {
        List<String> copied = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                String path = entry.getName();
                if (entry.isDirectory()
                        || path.toLowerCase(Locale.ROOT).endsWith(".class")
                        || !TEXT.matcher(path).matches()) {
                    continue;
                }
                Path target = folder.resolve(path.substring(path.lastIndexOf('/') + 1));
                Files.createDirectories(folder);
                try (InputStream content = file.getInputStream(entry)) {
                    Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
                }
                copied.add(path);
            }
        }
        return copied;
    }
}
