package io.wwep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** What a thread's force commits while other threads use the store too. */
class SharedDiskStoreTest {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("registers");
    }

    @Test
    void theReaderOfAnotherThreadsValueCommitsIt() throws Exception {
        try (DiskRegisterStore store = DiskRegisterStore.open(file())) {
            store.write(DEVICE, 1, 7);

            inOtherThread(() -> {
                assertThat(store.read(DEVICE, 1)).hasValue(7);
                store.force();
                return null;
            });
            assertThat(committed()).isEqualTo(1);
        }
    }

    @Test
    void aThreadCommitsAlsoWhatItWroteAfterAnotherThreadsCommit() throws Exception {
        try (DiskRegisterStore store = DiskRegisterStore.open(file())) {
            store.write(DEVICE, 1, 1);
            inOtherThread(() -> {
                store.write(DEVICE, 2, 2);
                store.force();
                return null;
            });
            assertThat(committed()).isEqualTo(2);
            store.write(DEVICE, 3, 3);
            store.force();

            assertThat(committed()).isEqualTo(3);
        }
    }

    @Test
    void aCommitOfAnotherThreadThatFailedIsReportedThoughLaterValuesAreCommitted() throws Exception {
        try (DiskRegisterStore store = DiskRegisterStore.open(file())) {
            store.write(DEVICE, 1, 1);
            try (Connection blocking = connect();
                    Statement statement = blocking.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                inOtherThread(() -> {
                    store.write(DEVICE, 2, 2);
                    assertThatIOException().isThrownBy(store::force);
                    return null;
                });
                statement.execute("ROLLBACK");
            }
            store.write(DEVICE, 3, 3);

            assertThatIOException().isThrownBy(store::force);
            assertThat(store.read(DEVICE, 1)).isEmpty();
            assertThat(store.read(DEVICE, 3)).hasValue(3);
        }
    }

    @Test
    void aClosedStoreRefusesTheWritesOfOtherThreads() throws Exception {
        DiskRegisterStore store = DiskRegisterStore.open(file());
        store.close();

        inOtherThread(() -> {
            assertThatThrownBy(() -> store.write(DEVICE, 1, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed");
            return null;
        });
    }

    private static void inOtherThread(Callable<Void> work) throws Exception {
        FutureTask<Void> task = new FutureTask<>(work);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        task.get(20, TimeUnit.SECONDS);
    }

    /** Returns the number of registers in the file. */
    private int committed() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM register")) {
            return count.getInt(1);
        }
    }

    private Connection connect() throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file());
        return source.getConnection();
    }
}
