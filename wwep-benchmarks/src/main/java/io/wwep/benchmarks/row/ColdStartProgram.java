package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.DigitalpetriModbus;
import io.wwep.benchmarks.client.J2mod;
import io.wwep.benchmarks.client.Jedis;
import io.wwep.benchmarks.client.Lettuce;
import io.wwep.benchmarks.client.Ours;
import io.wwep.benchmarks.client.RawSocket;
import io.wwep.benchmarks.client.Session;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.client.Wire;
import java.nio.file.Path;

/** Runs one exchange and prints a line when the reply arrives. */
final class ColdStartProgram {

    /** The printed line. */
    static final String REPLY = "reply";

    private ColdStartProgram() {}

    /** Accepts the client's class, the port, and for TLS the file of the trusted authority. */
    public static void main(String[] args) throws Exception {
        Target target = new Target(Integer.parseInt(args[1]), args.length > 2 ? Path.of(args[2]) : null);
        Session session = client(args[0]).open(target);
        session.exchange();
        System.out.println(REPLY);
        session.close();
    }

    /** Loads only the class of this client. */
    static ClientUnderTest client(String name) {
        return switch (name) {
            case "RawSocket" -> new RawSocket(Wire.WWEP);
            case "Ours" -> new Ours();
            case "J2mod" -> new J2mod();
            case "DigitalpetriModbus" -> new DigitalpetriModbus();
            case "Jedis" -> new Jedis();
            case "Lettuce" -> new Lettuce();
            default -> throw new IllegalArgumentException("no client " + name);
        };
    }
}
