package io.wwep.examples;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest tells. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = WwepCommand.class.getPackage().getImplementationVersion();
        return new String[] {
            "wwep " + (version == null ? "(not run from its jar)" : version) + ", on Java " + Runtime.version()
        };
    }
}
