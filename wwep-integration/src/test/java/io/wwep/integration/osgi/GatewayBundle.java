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

/** Builds the jars of gateways' bundles, which use the exports of our bundles. */
final class GatewayBundle {

    private GatewayBundle() {}

    /** Writes one that exchanges with a client to a folder. */
    static Path in(Path folder) throws IOException {
        return write(folder, GatewayActivator.class, "io.wwep.client, io.wwep.protocol, io.wwep.tls");
    }

    /** Writes one that watches a register to a folder. */
    static Path watchingIn(Path folder) throws IOException {
        return write(
                folder,
                WatchActivator.class,
                "io.wwep.client, io.wwep.gateway, io.wwep.gateway.register, io.wwep.protocol");
    }

    private static Path write(Path folder, Class<?> activator, String imports) throws IOException {
        Map<String, String> headers = Map.of(
                "Manifest-Version", "1.0",
                "Bundle-ManifestVersion", "2",
                "Bundle-SymbolicName", "gateway",
                "Bundle-Activator", activator.getName(),
                "Import-Package", "org.osgi.framework, " + imports);
        Manifest manifest = new Manifest();
        headers.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
        Path jar = folder.resolve("gateway.jar");
        String name = activator.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file, manifest);
                InputStream code = activator.getResourceAsStream("/" + name)) {
            entries.putNextEntry(new JarEntry(name));
            code.transferTo(entries);
        }
        return jar;
    }
}
