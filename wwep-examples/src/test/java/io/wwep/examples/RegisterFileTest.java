package io.wwep.examples;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.DeviceId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterFileTest {

    @Test
    void theOutputOfDumpIsRead() throws IOException {
        DeviceId device = DeviceId.of(0x0FAC);
        SortedMap<Integer, Integer> values = new TreeMap<>(Map.of(0, 0, 5, 1, 0xFF, 0xFFFF));

        String json = RegisterFile.json(device, values);

        assertThat(json)
                .isEqualTo("{\"device\":\"0FAC\",\"registers\":{\"00\":\"0000\",\"05\":\"0001\",\"FF\":\"FFFF\"}}");
        assertThat(read(json)).isEqualTo(new RegisterFile(device, values));
    }

    @Test
    void allRegistersFit() throws IOException {
        SortedMap<Integer, Integer> values = new TreeMap<>();
        for (int register = 0; register < RegisterScan.REGISTERS; register++) {
            values.put(register, 0xFFFF - register);
        }

        assertThat(read(RegisterFile.json(DeviceId.of(1), values)).values()).isEqualTo(values);
    }

    @Test
    void spacesOrderAndCaseDoNotMatter() throws IOException {
        assertThat(read("\n { \"registers\" : { \"0b\" : \"abcd\",\t\"0A\" : \"0001\" },\r\n\"device\":\"0fac\" } \n"))
                .isEqualTo(new RegisterFile(DeviceId.of(0x0FAC), new TreeMap<>(Map.of(0x0A, 1, 0x0B, 0xABCD))));
    }

    @Test
    void theDeviceMayBeMissing() throws IOException {
        assertThat(read("{\"registers\":{}}")).isEqualTo(new RegisterFile(null, new TreeMap<>()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                     | it is empty; give the output of dump --json",
                "` `                                    | it is empty",
                "hello                                  | it is not JSON (line 1 column",
                "{'registers':{}}                       | it is not JSON (line 1 column",
                "{\"registers\":{},}                    | it is not JSON",
                "{\"registers\":{\"05\" \"0001\"}}      | it is not JSON",
                "{\"registers\":{\"05\":\"0001\"        | its JSON ends too early",
                "{\"registers\":{}} {}                  | it is not JSON",
                "[]                                     | it is an array; write an object, such as {\"device\"",
                "1                                      | it is a number; write an object",
                "null                                   | it is null; write an object",
                "{}                                     | it has no \"registers\"; write them as in",
                "{\"device\":\"0FAC\"}                  | it has no \"registers\"",
                "{\"device\":4012,\"registers\":{}}     | its \"device\" is a number; write a string of four",
                "{\"device\":null,\"registers\":{}}     | its \"device\" is null; write a string of four",
                "{\"device\":\"FAC\",\"registers\":{}}  | its \"device\" is \"FAC\", not a device id; write four",
                "{\"device\":\"0FAC\",\"device\":\"1\"} | it has \"device\" twice; write it once",
                "{\"registers\":{},\"registers\":{}}    | it has \"registers\" twice; write it once",
                "{\"register\":{}}                      | unknown member \"register\"; did you mean registers?",
                "{\"error\":\"LOST\"}                   | it has an unknown member \"error\"; it may have",
                "{\"registers\":[]}                     | its \"registers\" is an array; write an object",
                "{\"registers\":{\"5\":\"0001\"}}       | a member \"5\", which is not a register; write two",
                "{\"registers\":{\"100\":\"0001\"}}     | a member \"100\", which is not a register",
                "{\"registers\":{\"0G\":\"0001\"}}      | a member \"0G\", which is not a register",
                "{\"registers\":{\"\":\"0001\"}}        | a member \"\", which is not a register",
                "{\"registers\":{\"05\":1}}             | the value of register 05 is a number; write a string of",
                "{\"registers\":{\"05\":true}}          | the value of register 05 is a boolean",
                "{\"registers\":{\"05\":{}}}            | the value of register 05 is an object",
                "{\"registers\":{\"05\":\"1\"}}         | the value of register 05 is \"1\"; write four hexadecimal",
                "{\"registers\":{\"05\":\"0x01\"}}      | the value of register 05 is \"0x01\"",
                "{\"registers\":{\"05\":\"10000\"}}     | the value of register 05 is \"10000\"",
                "{\"registers\":{\"0a\":\"0001\",\"0A\":\"0002\"}} | it has register 0A twice; write it once",
                "{\"registers\":{\"\\u001b[31m\":\"1\"}} | a member \"?[31m\", which is not a register",
                "{\"a234567890123456789012345\":1}      | an unknown member \"a2345678901234567890...\""
            })
    void invalidContentIsAnErrorThatSaysWhatToWrite(String text, String error) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BadUsageException.class)
                .hasMessageContaining(error);
    }

    @Test
    void anEndlessTextIsRejectedAtTheLimit() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };

        assertThatThrownBy(() -> RegisterFile.read(endless))
                .isInstanceOf(BadUsageException.class)
                .hasMessageContaining("longer than 64 KiB");
    }

    @Test
    void deepNestingIsRejected() {
        assertThatThrownBy(() -> read("{\"registers\":".repeat(4_000)))
                .isInstanceOf(BadUsageException.class)
                .hasMessageContaining("is not a register");
    }

    @Test
    void otherEncodingsAreRejected() {
        assertThatThrownBy(() -> RegisterFile.read(new ByteArrayInputStream("{\"registers\":{}}".getBytes(UTF_16))))
                .isInstanceOf(BadUsageException.class)
                .hasMessage("it is not UTF-8 text; save it as UTF-8");
    }

    private static RegisterFile read(String text) throws IOException {
        return RegisterFile.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
