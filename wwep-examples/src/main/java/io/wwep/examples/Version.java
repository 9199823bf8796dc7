package io.wwep.examples;

import picocli.CommandLine.IVersionProvider;

/** Reads the version from the jar's manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = WwepCommand.class.getPackage().getImplementationVersion();
        return new String[] {
            "wwep " + (version == null ? "(not run from its jar)" : version) + ", on Java " + Runtime.version()
        };
    }
}
