package gateway;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.tls.WwepTls;
import java.nio.file.Path;

public final class Gateway {

    // tag::main[]
    public static void main(String[] arguments) throws Exception {
        WwepClientBuilder builder = WwepClient.create("127.0.0.1").port(Integer.parseInt(arguments[0]));
        if (arguments.length > 1) {
            builder.tls(WwepTls.trusting(Path.of(arguments[1])));
        }
        try (WwepClient client = builder.connect()) {
            client.write(0x0FAC, 0x0B, 0x1234);
            System.out.printf("%04X%n", client.read(0x0FAC, 0x0B));
        }
    }
    // end::main[]
}
