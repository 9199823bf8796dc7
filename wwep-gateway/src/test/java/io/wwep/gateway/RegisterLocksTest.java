package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.testing.WwepTestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Changes of parts of registers. */
class RegisterLocksTest {

    private static final DeviceId BOILER = DeviceId.of(0x0FAC);

    /** A thread for each task, since they wait for each other. */
    private static final Executor THREADS = task -> new Thread(task).start();

    @Test
    void whoeverChangesARegisterKeepsOthersFromThatOneOnly() throws Exception {
        RegisterLocks locks = new RegisterLocks();
        CompletableFuture<Void> same;
        RegisterLocks.Held held = locks.own(BOILER, 5, 1);
        try {
            same = CompletableFuture.runAsync(() -> locks.share(BOILER, 4, 2).unlock(), THREADS);

            CompletableFuture.runAsync(() -> locks.own(BOILER, 6, 2).unlock(), THREADS)
                    .get(20, TimeUnit.SECONDS);
            CompletableFuture.runAsync(() -> locks.own(DeviceId.of(1), 5, 1).unlock())
                    .get(20, TimeUnit.SECONDS);
            assertThat(same).isNotDone();
        } finally {
            held.unlock();
        }
        same.get(20, TimeUnit.SECONDS);
    }

    @Test
    void noBitIsLostIfManyThreadsSetBitsOfOneRegister() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            List<CompletableFuture<Void>> writes = new ArrayList<>();
            for (int bit = 0; bit < 16; bit++) {
                Register<Boolean> flag = Register.bit(5, bit);
                writes.add(CompletableFuture.runAsync(() -> set(boiler, flag), THREADS));
            }
            for (CompletableFuture<Void> write : writes) {
                write.get(20, TimeUnit.SECONDS);
            }
            assertThat(server.find(0x0FAC, 5)).hasValue(0xFFFF);
        }
    }

    private static void set(GatewayDevice device, Register<Boolean> flag) {
        try {
            device.write(flag, true);
        } catch (WwepException e) {
            throw new IllegalStateException(e);
        }
    }
}
