package io.wwep.benchmarks.client;

import com.ghgande.j2mod.modbus.facade.ModbusTCPMaster;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** j2mod: Modbus over a blocking socket, one transaction at a time. */
public final class J2mod implements ClientUnderTest {

    private static final int TIMEOUT_MILLIS = 20_000;

    @Override
    public String name() {
        return "j2mod " + Versions.of("j2mod");
    }

    @Override
    public Wire wire() {
        return Wire.MODBUS;
    }

    @Override
    public List<String> jars() {
        return List.of("j2mod-", "jSerialComm-", "slf4j-api-");
    }

    @Override
    public Optional<String> unsupportedReason(Work work, boolean tls) {
        if (tls) {
            return Optional.of("trusts the JVM's authorities, not a PEM file");
        }
        if (work == Work.FUTURES) {
            return Optional.of("allows one request in flight");
        }
        return work == Work.PIPELINED ? Optional.of("does not pipeline") : Optional.empty();
    }

    @Override
    public Session open(Target target) throws Exception {
        ModbusTCPMaster master = new ModbusTCPMaster(Target.HOST, target.port(), TIMEOUT_MILLIS, false);
        master.connect();
        return new OpenClient(master, new SimpleRegister(0x1234));
    }

    private record OpenClient(ModbusTCPMaster master, Register value) implements Session {

        @Override
        public void exchange() throws Exception {
            int written = master.writeSingleRegister(1, 0x0B, value);
            if (written != 0x1234) {
                throw new UnexpectedReplyException(written);
            }
        }

        @Override
        public void close() throws IOException {
            master.disconnect();
        }
    }
}
