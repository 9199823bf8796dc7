package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.WwepServer;
import io.wwep.server.WwepServerBuilder;
import io.wwep.server.redis.RedisRegisterStore;
import io.wwep.server.store.RegisterStore;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** A program's messages never name a method of the SDK, since its user has options. */
class MessageRewriterTest {

    /** Messages that only wrong use of the SDK causes; no option of a program leads to them. */
    private static final Set<String> FOR_DEVELOPERS = Set.of(
            "alsoSystem()",
            "expectingName(…)",
            "revocation(…)",
            " does not go with of(SSLContext), which brings its own trust: leave one of them out",
            " does not go with unverified(), which checks nothing: leave one of them out",
            "a server checks only the chain and the revocation of clients' certificates: leave out"
                    + " expectingName(…), identity(…), protocols(…), ciphers(…) and unverified()",
            // The bridge sets none of these for its broker.
            "factories hold only trust and identity: leave out of(SSLContext), expectingName(…), protocols(…) and"
                    + " ciphers(…), and set these in the library that uses the factories",
            // No program uses PERSISTENT.
            "; if the server serves one request on each connection, use mode(AUTO), which finds that out",
            "the supplier given to of(…) returned no SSLContext",
            "connecting to {} without verifying its certificate, because of unverified()",
            "this server has no plain port: use tlsPort() or tlsAddress(), or start it with plain(port) too",
            "this server has no TLS port: use port() or address(), or start it with tls(port, identity) too");

    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

    /** Matches calls of the SDK's public methods, as messages write them. */
    private static final Pattern CALL = Pattern.compile(Stream.of(
                    WwepClient.class,
                    WwepClientBuilder.class,
                    WwepTls.class,
                    TlsIdentity.class,
                    WwepServer.class,
                    WwepServerBuilder.class)
            .flatMap(type -> Stream.of(type.getMethods()))
            .map(Method::getName)
            .distinct()
            .collect(Collectors.joining("|", "\\b(?:", ")\\(")));

    static Stream<CommandSpec> commands() {
        PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
        return leaves(WwepCommand.commandLine(new Screen(nowhere, nowhere, Ansi.OFF)));
    }

    private static Stream<CommandSpec> leaves(CommandLine line) {
        return line.getSubcommands().isEmpty()
                ? Stream.of(line.getCommandSpec())
                : line.getSubcommands().values().stream().flatMap(MessageRewriterTest::leaves);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyMessageNamesTheCommandsOwnOptions(CommandSpec command) throws IOException {
        MessageRewriter words = new MessageRewriter(command);
        Set<String> options = command.options().stream()
                .flatMap(each -> Stream.of(each.names()))
                .collect(Collectors.toSet());
        for (String message : messagesOfTheSdk()) {
            String said = words.of(message);
            assertThat(said).as("'%s' in %s", message, command.qualifiedName()).doesNotContainPattern(CALL);
            if (!said.equals(message) && !said.contains("./wwep")) {
                assertThat(OPTION.matcher(said).results().map(MatchResult::group))
                        .as("'%s' in %s", message, command.qualifiedName())
                        .isSubsetOf(options);
            }
        }
    }

    /** A message that was reworded would stay in the list and hide another. */
    @Test
    void theMessagesForDevelopersStillExist() throws IOException {
        assertThat(literals()).containsAll(FOR_DEVELOPERS);
    }

    /** Checks the programs' own messages, which are not rewritten. */
    @Test
    void noMessageOfTheProgramsNamesAMethod() throws IOException {
        assertThat(StringConstants.of(WwepCommand.class).stream()
                        .filter(text -> !text.contains("\\(")) // patterns that find methods' names
                        .filter(text -> CALL.matcher(text).find()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read  | say expectingName(\"wwep.local\") | say --expect-name wwep.local",
                "read  | wait longer with replyTimeout(…) and deadline(…) | wait longer with --timeout TIME",
                "read  | give one, and its key, with identity(…) | give one, and its key, with --cert FILE and --key FILE",
                "read  | use its TLS port, or leave tls(…) out | use its TLS port, or leave out --tls, --ca,",
                "demo  | use its TLS port, or leave tls(…) out | use its TLS port",
                "demo  | wait longer with replyTimeout(…) and deadline(…) | try again later",
            })
    void namesOfMethodsBecomeOptions(String command, String message, String said) {
        CommandSpec spec = commands()
                .filter(each -> each.name().equals(command))
                .findFirst()
                .orElseThrow();

        assertThat(new MessageRewriter(spec).of(message)).startsWith(said);
    }

    private static List<String> messagesOfTheSdk() throws IOException {
        List<String> messages = new ArrayList<>();
        for (String literal : literals()) {
            if (!FOR_DEVELOPERS.contains(literal)) {
                // Text after a quotation mark is inserted at run time.
                messages.add(literal.endsWith("(\"") ? literal + "wwep.local\")" : literal);
            }
        }
        assertThat(messages).as("the SDK's messages").hasSizeGreaterThan(300);
        return messages;
    }

    private static Set<String> literals() throws IOException {
        Set<String> all = new TreeSet<>();
        for (Class<?> each :
                List.of(WwepRequest.class, WwepServer.class, RegisterStore.class, RedisRegisterStore.class)) {
            all.addAll(StringConstants.of(each));
        }
        return all;
    }
}
