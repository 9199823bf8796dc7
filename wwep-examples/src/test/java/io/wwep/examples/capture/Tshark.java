package io.wwep.examples.capture;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tshark program, Wireshark's view of a capture as text. */
public final class Tshark {

    private Tshark() {}

    /** Runs tshark on a capture, without looking names up, and waits for its end. */
    public static Program.Ended read(Path capture, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ForeignTool.require("tshark", "tshark"), "-n"));
        command.addAll(List.of("-r", capture.toString()));
        command.addAll(List.of(arguments));
        try (Program tshark = Program.start(Path.of("").toAbsolutePath(), Map.of(), command)) {
            return tshark.await();
        }
    }

    /** Runs tshark with the dissector of WWEP. */
    public static Program.Ended dissect(Path capture, String... arguments) throws IOException, InterruptedException {
        Path dissector = Path.of("wireshark", "wwep.lua").toAbsolutePath();
        List<String> all = new ArrayList<>(List.of("-X", "lua_script:" + dissector));
        all.addAll(List.of(arguments));
        return read(capture, all.toArray(String[]::new));
    }
}
