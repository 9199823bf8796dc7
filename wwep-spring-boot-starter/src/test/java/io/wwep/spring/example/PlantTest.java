package io.wwep.spring.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.spring.WwepConnectionDetails;
import io.wwep.testing.WwepTestServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;

@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD) // so that the leak check finds nothing
// tag::test[]
@SpringBootTest(properties = "spring.config.name=test")
class PlantTest {

    @TestConfiguration(proxyBeanMethods = false)
    static class TestPlant {

        @Bean // Spring closes it at the end
        WwepTestServer plantServer() {
            return WwepTestServer.start();
        }

        @Bean
        WwepConnectionDetails plantAddress(WwepTestServer server) {
            return WwepConnectionDetails.of("127.0.0.1", server.port());
        }
    }

    @Autowired
    private PlantApplication application;

    @Autowired
    private WwepTestServer plant;

    @Test
    void aRequestSwitchesTheLamp() throws Exception {
        application.lamp(1);

        assertThat(plant.find(0x0FAC, 0x05)).hasValue(1);
    }
}
// end::test[]
