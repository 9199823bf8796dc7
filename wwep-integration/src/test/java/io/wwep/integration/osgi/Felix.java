package io.wwep.integration.osgi;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** An OSGi framework, Apache Felix, with no bundles installed. */
final class Felix implements AutoCloseable {

    private final Framework framework;

    /** Starts a framework that stores its bundles in this folder and exposes these properties to them. */
    Felix(Path folder, Map<String, String> properties) throws BundleException {
        Map<String, String> settings = new HashMap<>(properties);
        settings.put(Constants.FRAMEWORK_STORAGE, folder.toString());
        // URL handlers are global to the JVM, which is shared here.
        settings.put("felix.service.urlhandlers", "false");
        // The resolver's threads would outlive the framework for a while.
        settings.put("felix.resolver.parallelism", "1");
        framework = new FrameworkFactory().newFramework(settings);
        framework.start();
    }

    Bundle install(Path jar) throws BundleException {
        return framework.getBundleContext().installBundle(jar.toUri().toString());
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
