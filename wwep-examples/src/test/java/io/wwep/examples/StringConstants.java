package io.wwep.examples;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads the string literals of the module that a class belongs to. */
final class StringConstants {

    private static final int MAGIC_AND_VERSION = 8;

    private StringConstants() {}

    /** Returns the literals of all classes in this class's jar or folder. */
    static Set<String> of(Class<?> type) throws IOException {
        try {
            Path place = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                return below(place);
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return below(jar.getPath("/"));
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static Set<String> below(Path root) throws IOException {
        Set<String> all = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> file.toString().contains("io/wwep"))
                    .forEach(file -> all.addAll(in(file)));
        }
        return all;
    }

    /** Reads the constant pool of a class file: chapter 4.4 of the Java Virtual Machine Specification. */
    private static List<String> in(Path file) {
        try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            input.skipNBytes(MAGIC_AND_VERSION);
            int count = input.readUnsignedShort();
            List<String> texts = new ArrayList<>(Collections.nCopies(count, ""));
            List<Integer> strings = new ArrayList<>();
            for (int index = 1; index < count; index++) {
                switch (input.readUnsignedByte()) {
                    case 1 -> texts.set(index, input.readUTF());
                    case 8 -> strings.add(input.readUnsignedShort());
                    case 7, 16, 19, 20 -> input.skipNBytes(2);
                    case 15 -> input.skipNBytes(3);
                    case 5, 6 -> {
                        input.skipNBytes(8);
                        index++; // long and double constants take two entries
                    }
                    default -> input.skipNBytes(4);
                }
            }
            return strings.stream().map(texts::get).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
