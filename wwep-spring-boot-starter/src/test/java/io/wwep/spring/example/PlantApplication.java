package io.wwep.spring.example;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

// tag::application[]
@SpringBootApplication
@RestController
public class PlantApplication {

    private final WwepClient plant;

    PlantApplication(WwepClient plant) {
        this.plant = plant;
    }

    @PutMapping("/lamp/{value}")
    void lamp(@PathVariable("value") int value) throws WwepException {
        plant.write(0x0FAC, 0x05, value);
    }

    public static void main(String[] args) {
        SpringApplication.run(PlantApplication.class, args);
    }
}
// end::application[]
