package io.wwep.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the published jars. */
class PublishedJarsIT {

    private static final Path CHECKOUT = Path.of(System.getProperty("wwep.home", ".."));
    private static final String VERSION = System.getProperty("wwep.version", "");

    /** Returns the modules that are published as jars: those with OSGi headers. */
    static List<String> published() throws IOException {
        try (Stream<Path> folders = Files.list(CHECKOUT)) {
            return folders.filter(folder -> Files.exists(folder.resolve("bnd.bnd")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void noPackageIsInTwoJars() throws IOException {
        Map<String, String> jarOfPackage = new HashMap<>();
        for (String module : published()) {
            try (JarFile jar = new JarFile(file(module, ""))) {
                Set<String> packages = jar.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.endsWith(".class") && name.contains("/"))
                        .map(name -> name.substring(0, name.lastIndexOf('/')))
                        .collect(Collectors.toSet());
                assertThat(packages).isNotEmpty();
                for (String name : packages) {
                    assertThat(jarOfPackage.put(name, module)).as(name).isNull();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void eachHasALicenseANoticeSourcesAndJavadoc(String module) throws IOException {
        for (String classifier : List.of("", "-sources", "-javadoc")) {
            try (JarFile jar = new JarFile(file(module, classifier))) {
                assertThat(jar.getEntry("META-INF/LICENSE")).as(jar.getName()).isNotNull();
                assertThat(jar.getEntry("META-INF/NOTICE")).as(jar.getName()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void theJavadocEndsWithTheLicenseAndReservesNoRights(String module) throws IOException {
        try (JarFile jar = new JarFile(file(module, "-javadoc"))) {
            String page = new String(
                    jar.getInputStream(jar.getJarEntry("help-doc.html")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(page).contains("Apache License, Version 2.0").doesNotContainIgnoringCase("all rights reserved");
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void eachIsAModuleAndABundleExceptThoseWhoseLibraryIsNeither(String module) throws IOException {
        String name = module.replace("-boot-starter", "").replace('-', '.').replace("wwep.", "io.wwep.");
        try (JarFile jar = new JarFile(file(module, ""))) {
            boolean library =
                    List.of("wwep-server-redis", "wwep-spring-boot-starter").contains(module);
            assertThat(jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"))
                    .isEqualTo(library ? null : name);
            assertThat(jar.getEntry("module-info.class") == null).isEqualTo(library);
        }
        ModuleDescriptor descriptor = ModuleFinder.of(file(module, "").toPath())
                .findAll()
                .iterator()
                .next()
                .descriptor();
        assertThat(descriptor.name()).isEqualTo(name);
    }

    @Test
    void theBomHasExactlyThePublishedModules() throws IOException {
        String bom = Files.readString(CHECKOUT.resolve("wwep-bom/target/wwep-bom.xml"));
        assertThat(bom).doesNotContain("<parent>");
        Set<String> managed = Pattern.compile(
                        "<dependency>\\s*<groupId>io.wwep</groupId>\\s*<artifactId>([^<]*)</artifactId>")
                .matcher(bom)
                .results()
                .map(MatchResult::group)
                .map(found -> found.replaceAll("(?s).*<artifactId>|</artifactId>.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(managed).containsExactlyElementsOf(published());
        assertThat(bom.split("<dependency>", -1)).hasSize(managed.size() + 1);
    }

    /** Maven loads the BOMs that a dependency or its parent imports, needed or not. */
    @Test
    void noPublishedModuleMakesItsUsersLoadTheBomOfALibrary() throws IOException {
        List<Path> poms = Stream.concat(Stream.of("."), published().stream())
                .map(folder -> CHECKOUT.resolve(folder).resolve("pom.xml"))
                .toList();
        for (Path pom : poms) {
            assertThat(pom).content().doesNotContain("<scope>import</scope>");
        }
    }

    private static File file(String module, String classifier) {
        return CHECKOUT.resolve(module)
                .resolve("target")
                .resolve(module + "-" + VERSION + classifier + ".jar")
                .toFile();
    }
}
