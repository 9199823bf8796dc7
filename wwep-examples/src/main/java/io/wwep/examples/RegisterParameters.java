package io.wwep.examples;

import io.wwep.protocol.WwepRequest;
import picocli.CommandLine.Parameters;

/** The register that a program reads or writes. */
final class RegisterParameters {

    @Parameters(
            index = "0",
            paramLabel = "DEVICE",
            converter = HexNumber.class,
            description = "The device's id, 0000 to FFFF (hexadecimal).")
    private int device;

    @Parameters(
            index = "1",
            paramLabel = "REGISTER",
            converter = HexNumber.class,
            description = "The register, 00 to FF (hexadecimal).")
    private int register;

    WwepRequest read() {
        return WwepRequest.read(device, register);
    }

    WwepRequest write(int value) {
        return WwepRequest.write(device, register, value);
    }
}
