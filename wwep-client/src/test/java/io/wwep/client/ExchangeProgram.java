package io.wwep.client;

/** A program that makes one exchange, and says when. */
final class ExchangeProgram {

    static final String BUILT = "the client is built";

    private ExchangeProgram() {}

    /**
     * Writes a register.
     *
     * @param args the port of the server
     */
    public static void main(String[] args) throws Exception {
        try (WwepClient client =
                WwepClient.create("127.0.0.1").port(Integer.parseInt(args[0])).build()) {
            System.out.println(BUILT);
            client.write(0x0FAC, 0x0B, 0x1234);
        }
    }
}
