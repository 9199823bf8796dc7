package io.wwep.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.JavaProgram;
import io.wwep.check.Required;
import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Simulates power losses while registers are written. Records the store's disk calls once. Then, for each moment,
 * creates the disks that a power loss may leave: forced changes are kept, and of the others none, all, a prefix, all
 * but one, or a random part, down to single sectors of a write. The store must open each disk and find every
 * acknowledged value, or one submitted later.
 */
class PowerLossTest {

    private static final int REGISTER_COUNT = PowerLossProgram.DEVICES * PowerLossProgram.REGISTERS;

    /** Above this size, only some of the disks are checked, to save time. */
    private static final int SMALL_BYTES = 400_000;

    private static final int MAX_PER_KIND = 4;
    private static final int PART_BYTES = 4_096;

    @TempDir
    private static Path recorded;

    private static Path log = Path.of("");

    @TempDir
    private Path folder;

    private final Random random = new Random(27708);
    private final int[] submitted = new int[REGISTER_COUNT];
    private final int[] acknowledged = new int[REGISTER_COUNT];
    private final Map<List<Long>, Object> results = new HashMap<>();
    private int moments;
    private int disks;
    private int losses;
    private String firstLoss = "";

    @BeforeAll
    static void record() throws Exception {
        Required.that(System.getProperty("os.name").equals("Linux"), "calls can be recorded only on Linux");
        String source = Path.of(Objects.requireNonNull(PowerLossTest.class.getResource("recorder.c"))
                        .toURI())
                .toString();
        Path library = recorded.resolve("recorder.so");
        run(new ProcessBuilder(
                ForeignTool.require("gcc", "gcc"), "-shared", "-fPIC", "-o", library.toString(), source, "-ldl"));
        Path disk = Files.createDirectory(recorded.resolve("disk")).toRealPath();
        log = recorded.resolve("log");
        ProcessBuilder program =
                new ProcessBuilder(JavaProgram.command(recorded, List.of(), PowerLossProgram.class, disk.toString()));
        program.environment().put("LD_PRELOAD", library.toString());
        program.environment().put("DISK_FOLDER", disk.toString());
        program.environment().put("DISK_LOG", log.toString());
        run(program);
    }

    @Test
    void acknowledgedValuesSurviveEveryPowerLoss() throws Exception {
        replay(name -> false, Integer.MAX_VALUE);
        System.out.println("power loss: " + moments + " moments, " + disks + " disks, " + results.size()
                + " of them different; acknowledged values are lost on " + losses);
        assertThat(losses).as(firstLoss).isZero();
        assertThat(results).hasSizeGreaterThan(500);
    }

    /** Verifies that the other test would detect a loss. */
    @Test
    void anUnforcedLogLosesValues() throws Exception {
        replay(name -> name.endsWith("-wal"), 100);
        assertThat(losses).isGreaterThan(100);
    }

    private void replay(Predicate<String> ignoresForce, int maxLosses) throws IOException {
        RecordedDisk disk = new RecordedDisk(ignoresForce);
        for (RecordedDisk.Call call : RecordedDisk.calls(log)) {
            if (losses > maxLosses) {
                return;
            }
            String name = disk.name(call.file());
            if (call.kind() == 'W' && "marks".equals(name)) {
                mark(call.content(), disk);
                continue;
            }
            boolean small = disk.bytes() <= SMALL_BYTES;
            if (call.kind() == 'S' && (small || random.nextInt(10) == 0 || "registers".equals(name))) {
                lose(disk, small ? MAX_PER_KIND : 1);
            } else if (small && random.nextInt(20) == 0) {
                lose(disk, 1);
            }
            disk.apply(call);
        }
        lose(disk, MAX_PER_KIND);
    }

    private void mark(ByteBuffer mark, RecordedDisk disk) throws IOException {
        boolean done = mark.get() == PowerLossProgram.ACKNOWLEDGED;
        (done ? acknowledged : submitted)[mark.getInt()] = mark.getInt();
        if (done) {
            moments++;
            check("none", disk, 0, i -> false);
        }
    }

    /** Simulates a power loss now, with a number of disks for each kind of remainder. */
    private void lose(RecordedDisk disk, int each) throws IOException {
        moments++;
        int pending = disk.pending();
        int names = disk.pendingNames();
        check("none", disk, 0, i -> false);
        check("all", disk, names, i -> true);
        for (int i = 0; i < Math.min(each, pending); i++) {
            int chosen = pending <= each ? i : random.nextInt(pending);
            check("the first " + chosen, disk, random.nextInt(names + 1), change -> change < chosen);
            check("all but " + chosen, disk, random.nextInt(names + 1), change -> change != chosen);
            check("only " + chosen, disk, random.nextInt(names + 1), change -> change == chosen);
            BitSet part = randomPart();
            check("random changes", disk, random.nextInt(names + 1), part::get);
            BitSet sectors = randomPart();
            checkFound(
                    "random sectors of " + chosen,
                    disk.after(random.nextInt(names + 1), change -> true, chosen, sectors::get));
        }
    }

    private BitSet randomPart() {
        byte[] bits = new byte[PART_BYTES];
        random.nextBytes(bits);
        return BitSet.valueOf(bits);
    }

    private void check(String what, RecordedDisk disk, int names, IntPredicate kept) throws IOException {
        checkFound(what, disk.after(names, kept, -1, sector -> true));
    }

    private void checkFound(String what, Map<String, byte[]> files) throws IOException {
        disks++;
        List<Long> digest = digest(files);
        Object found = results.get(digest);
        if (found == null) {
            found = registers(files);
            results.put(digest, found);
        }
        if (!isCorrect(found)) {
            losses++;
            if (firstLoss.isEmpty()) {
                firstLoss = "moment " + moments + ", kept " + what + " of what was not forced; acknowledged "
                        + Arrays.toString(acknowledged) + ", found "
                        + (found instanceof int[] values ? Arrays.toString(values) : found);
            }
        }
    }

    private boolean isCorrect(Object found) {
        if (!(found instanceof int[] values)) {
            return false;
        }
        for (int i = 0; i < REGISTER_COUNT; i++) {
            if (values[i] < acknowledged[i] || values[i] > submitted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns the values (0 for none), or the exception if the store cannot be opened. */
    private Object registers(Map<String, byte[]> files) throws IOException {
        Path left = Files.createDirectory(folder.resolve("left"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getKey().endsWith("-shm")) {
                // Shared memory is not recorded, so this file may contain anything.
                random.nextBytes(file.getValue());
            }
            Files.write(left.resolve(file.getKey()), file.getValue());
        }
        int[] values = new int[REGISTER_COUNT];
        try (DiskRegisterStore store = DiskRegisterStore.open(left.resolve("registers"))) {
            for (int i = 0; i < REGISTER_COUNT; i++) {
                values[i] = store.read(DeviceId.of(i / PowerLossProgram.REGISTERS), i % PowerLossProgram.REGISTERS)
                        .orElse(0);
            }
        } catch (IOException e) {
            return e;
        } finally {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(left)) {
                for (Path each : all) {
                    Files.delete(each);
                }
            }
            Files.delete(left);
        }
        return values;
    }

    /** Returns a fast, non-cryptographic digest; a cryptographic one would dominate the run time. */
    private static List<Long> digest(Map<String, byte[]> files) {
        List<Long> digest = new ArrayList<>();
        files.forEach((name, bytes) -> {
            CRC32 first = new CRC32();
            first.update(name.getBytes(StandardCharsets.UTF_8));
            first.update(bytes);
            CRC32C second = new CRC32C();
            second.update(bytes);
            digest.add(first.getValue() << Integer.SIZE | second.getValue());
        });
        return digest;
    }

    private static void run(ProcessBuilder command) throws Exception {
        Process process = command.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
    }
}
