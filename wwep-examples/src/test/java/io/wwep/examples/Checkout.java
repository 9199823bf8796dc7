package io.wwep.examples;

import java.nio.file.Path;

/** The checkout that these tests belong to. */
final class Checkout {

    /** Maven runs a module's tests in the module's folder. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The programs' launcher. */
    static final Path LAUNCHER = ROOT.resolve("wwep");

    private Checkout() {}
}
