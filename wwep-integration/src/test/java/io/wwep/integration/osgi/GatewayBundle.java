package io.wwep.integration.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Builds the jar of a gateway's bundle, which uses the exports of our bundles. */
final class GatewayBundle {

    private static final Map<String, String> HEADERS = Map.of(
            "Manifest-Version", "1.0",
            "Bundle-ManifestVersion", "2",
            "Bundle-SymbolicName", "gateway",
            "Bundle-Activator", GatewayActivator.class.getName(),
            "Import-Package", "org.osgi.framework, io.wwep.client, io.wwep.protocol, io.wwep.tls");

    private GatewayBundle() {}

    /** Writes it to a folder. */
    static Path in(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        HEADERS.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
        Path jar = folder.resolve("gateway.jar");
        String name = GatewayActivator.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file, manifest);
                InputStream code = GatewayActivator.class.getResourceAsStream("/" + name)) {
            entries.putNextEntry(new JarEntry(name));
            code.transferTo(entries);
        }
        return jar;
    }
}
