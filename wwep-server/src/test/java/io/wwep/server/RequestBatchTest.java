package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A batch is reused for all requests of a connection. */
class RequestBatchTest {

    private final RequestBatch batch = new RequestBatch();

    private void examine(String requests) {
        batch.examine(requests.getBytes(StandardCharsets.US_ASCII), requests.length());
    }

    @Test
    void devicesOfAnEarlierBatchAreForgotten() {
        examine("R000120R000121R000220");
        assertThat(batch.nextRepeated(0)).isEqualTo(1);

        examine("R000120R000220");
        assertThat(batch.nextRepeated(0)).isNegative();
    }

    @Test
    void writesOfAnEarlierBatchAreForgotten() {
        examine("W000120AAAAW000121BBBB");
        assertThat(batch.writes(1)).isTrue();

        examine("R000120R000121");
        assertThat(batch.nextRepeated(0)).isEqualTo(1);
        assertThat(batch.writes(1)).isFalse();
    }
}
