package io.wwep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in the format before SQLite, as a server that was closed, killed or interrupted left them. */
class RegisterJournalTest {

    private static final int SLOT = 4096;
    private static final int RECORD = 21;
    private static final int MARK = 21;

    @TempDir
    private Path folder;

    private final ByteBuffer file = ByteBuffer.allocate(2 * SLOT + 10 * RECORD);
    private int records;

    private RegisterJournalTest mark(int slot, long number, boolean closed) {
        file.position(slot * SLOT);
        file.put("WWEPREG1".getBytes(StandardCharsets.US_ASCII)).putLong(number).put((byte) (closed ? 1 : 0));
        seal(slot * SLOT);
        return this;
    }

    /** Adds a record that sets the register of its number to this value. */
    private RegisterJournalTest record(int value) {
        int at = 2 * SLOT + records * RECORD;
        records++;
        file.position(at).putLong(records).putInt(1).putShort((short) 0x0FAC).put((byte) records);
        file.putShort((short) value);
        seal(at);
        return this;
    }

    private void seal(int from) {
        CRC32C checksum = new CRC32C();
        checksum.update(file.duplicate().flip().position(from));
        file.putInt((int) checksum.getValue());
    }

    /** Writes the file, without the given number of bytes at its end, and reads it. */
    private int read(int cut) throws IOException {
        int length = 2 * SLOT + records * RECORD - cut;
        byte[] bytes = new byte[length];
        file.get(0, bytes);
        return new RegisterJournal()
                .read(Files.write(folder.resolve("registers"), bytes))
                .size();
    }

    private void refused(int cut, int incomplete, int newest) {
        assertThatIOException()
                .isThrownBy(() -> read(cut))
                .withMessageContaining("record " + incomplete + " of " + newest + " is incomplete");
    }

    @Test
    void aClosedFileHasAllItsRecords() throws IOException {
        mark(0, 2, true).mark(1, 2, true).record(1).record(2);
        assertThat(read(0)).isEqualTo(2);
        refused(1, 2, 2);
    }

    @Test
    void aFileThatWasNeverWrittenHasNoRecords() throws IOException {
        mark(0, 0, true).mark(1, 0, true);
        assertThat(read(0)).isZero();
    }

    @Test
    void theLastRecordOfAKilledServerMayBeCutOff() throws IOException {
        mark(0, 2, false).mark(1, 1, false).record(1).record(2);
        assertThat(read(0)).isEqualTo(2);
        assertThat(read(1)).isEqualTo(1);
        refused(RECORD + 1, 1, 2);
    }

    @Test
    void theNewerMarkCountsInEitherSlot() {
        mark(0, 2, true).mark(1, 3, true).record(1).record(2);
        refused(0, 3, 3);
        mark(0, 4, true);
        refused(0, 3, 4);
    }

    @Test
    void aCloseCountsInEitherSlot() {
        mark(0, 2, true).mark(1, 2, false).record(1);
        refused(0, 2, 2);
        mark(0, 2, false).mark(1, 2, true);
        refused(0, 2, 2);
    }

    @Test
    void oneRecordMayBeNewerThanTheMark() throws IOException {
        mark(0, 2, false).mark(1, 1, false).record(1).record(2).record(3);
        assertThat(read(0)).isEqualTo(3);
        record(4);
        refused(0, 5, 2);
    }

    @Test
    void aMarkThatWasNotWrittenWholeDoesNotCount() throws IOException {
        mark(0, 2, false).mark(1, 1, false).record(1).record(2);
        file.put(MARK - 1, (byte) ~file.get(MARK - 1));
        assertThat(read(0)).isEqualTo(2);
        file.put(SLOT + MARK - 1, (byte) ~file.get(SLOT + MARK - 1));
        refused(0, 3, -1);
    }

    @Test
    void aRecordWithADamagedValueDoesNotCount() throws IOException {
        mark(0, 2, false).mark(1, 1, false).record(1).record(2);
        int value = 2 * SLOT + 2 * RECORD - Integer.BYTES - 1;
        file.put(value, (byte) ~file.get(value));
        assertThat(read(0)).isEqualTo(1);
    }

    @Test
    void aRecordWithoutValuesDoesNotCount() {
        mark(0, 1, true).mark(1, 1, true).record(1);
        file.putInt(2 * SLOT + Long.BYTES, 0);
        refused(0, 1, 1);
    }
}
