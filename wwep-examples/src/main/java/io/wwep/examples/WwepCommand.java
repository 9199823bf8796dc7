package io.wwep.examples;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The {@code wwep} command line: one subcommand for each program. */
@Command(
        name = "wwep",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Programs that speak WWEP, the register protocol of the WICED Wi-Fi 101 course.",
            "",
            "A device (0000 to FFFF) has 256 registers (00 to FF) of 16 bits (0000 to FFFF). A client writes and"
                    + " reads them over TCP; numbers are hexadecimal, as they are on the wire."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep demo                      see everything at work, in a few seconds",
            "  ./wwep led                       press the button of a board, see its LED",
            "  ./wwep dual-led                  the same over plain TCP and over TLS",
            "  ./wwep lab                       run a server with a page, for a class",
            "  ./wwep server                    run a server, and in another terminal:",
            "  ./wwep write 0FAC 0B 1234        write a register",
            "  ./wwep read 0FAC 0B              read it again",
            "  ./wwep dump --device 0FAC        read all registers",
            "  ./wwep watch --device 0FAC       see them change",
            "  ./wwep gateway --config FILE     publish them by MQTT",
            "  ./wwep certs create --out mine   create a certificate for TLS",
            "  ./wwep help write                help on one command"
        })
public final class WwepCommand {

    /** The commands, in the order of the help. */
    private static final Map<String, Function<Screen, Object>> COMMANDS = commands();

    /** The commands about other commands. */
    private static final Set<String> OF_ALL = Set.of("help", "completion");

    private static final String PROTOCOL_LOGGERS = "org.slf4j.simpleLogger.log.io.wwep";

    /** What else the help says in a checkout, whose launcher builds. */
    private static final List<String> ON_BUILDING = List.of(
            "",
            "./wwep builds the programs when they are missing or out of date. With WWEP_BUILD=never in the"
                    + " environment it runs the existing build.");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show the version.")
    private boolean version;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log connections on standard error; -vv logs each message too.")
    private boolean[] verbose = {};

    private final Screen screen;

    private WwepCommand(Screen screen) {
        this.screen = screen;
    }

    /** Runs a command and exits with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(Screen.ofSystem(), arguments));
    }

    /**
     * Runs a command and returns its exit code. Creates only that command if the first argument names one: creating all of
     * them takes longer than most commands run.
     */
    static int run(Screen screen, String... arguments) {
        String first = arguments.length > 0 ? arguments[0] : "";
        boolean alone = COMMANDS.containsKey(first) && !OF_ALL.contains(first);
        return commandLine(screen, alone ? Set.of(first) : COMMANDS.keySet()).execute(arguments);
    }

    /**
     * The command line, for what is generated from it: manual pages and completions.
     *
     * @param out where its commands write, without colors
     */
    public static CommandLine commandLine(PrintWriter out) {
        return commandLine(new Screen(out, out, Help.Ansi.OFF));
    }

    static CommandLine commandLine(Screen screen) {
        return commandLine(screen, COMMANDS.keySet());
    }

    private static CommandLine commandLine(Screen screen, Set<String> names) {
        WwepCommand command = new WwepCommand(screen);
        FailureReport failures = new FailureReport(screen);
        CommandLine line = new CommandLine(command);
        COMMANDS.forEach((name, create) -> {
            if (names.contains(name)) {
                line.addSubcommand(name, create.apply(screen));
            }
        });
        line.setOut(screen.out())
                .setErr(screen.err())
                .setColorScheme(Help.defaultColorScheme(screen.ansi()))
                .setUsageHelpAutoWidth(true)
                .setExecutionStrategy(command::run)
                .registerConverter(Integer.class, WwepCommand::wholeNumber)
                .registerConverter(int.class, WwepCommand::wholeNumber)
                .registerConverter(Path.class, WwepCommand::path)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
        prepare(line);
        if (Launcher.isInCheckout()) {
            UsageMessageSpec usage = line.getCommandSpec().usageMessage();
            usage.footer(Stream.concat(Stream.of(usage.footer()), ON_BUILDING.stream())
                    .toArray(String[]::new));
        }
        return line;
    }

    private static Map<String, Function<Screen, Object>> commands() {
        Map<String, Function<Screen, Object>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("led", LedCommand::new);
        commands.put("dual-led", DualLedCommand::new);
        commands.put("server", ServerCommand::new);
        commands.put("lab", LabCommand::new);
        commands.put("certs", WwepCommand::certs);
        commands.put("write", WriteCommand::new);
        commands.put("read", ReadCommand::new);
        commands.put("raw", RawCommand::new);
        commands.put("watch", WatchCommand::new);
        commands.put("dump", DumpCommand::new);
        commands.put("load", LoadCommand::new);
        commands.put("packets", PacketsCommand::new);
        commands.put("gateway", GatewayCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("secret", SecretCommand::new);
        commands.put("handshake", HandshakeCommand::new);
        commands.put("mitm", MitmCommand::new);
        commands.put("help", screen -> new HelpCommand());
        commands.put("completion", CompletionCommand::new);
        return commands;
    }

    private static CommandLine certs(Screen screen) {
        return new CommandLine(new CertsCommand())
                .addSubcommand(new CertsCreateCommand(screen))
                .addSubcommand(new CertsRequestCommand(screen))
                .addSubcommand(new CertsSignCommand(screen))
                .addSubcommand(new CertsShowCommand(screen))
                .addSubcommand(new CertsExplainCommand(screen))
                .addSubcommand(new CertsFetchCommand(screen))
                .addSubcommand(new CertsConvertCommand(screen));
    }

    private static Integer wholeNumber(String text) {
        if (!text.matches("-?\\d{1,9}")) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
        return Integer.valueOf(text);
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("the name of the file is empty; give one");
        }
        return Path.of(text);
    }

    /** Sets what picocli does not pass on to subcommands. */
    private static void prepare(CommandLine line) {
        line.getCommandSpec().versionProvider(new Version());
        layOutHelp(line);
        line.getSubcommands().values().forEach(WwepCommand::prepare);
    }

    private static void layOutHelp(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.abbreviateSynopsis(true);
        usage.sortOptions(false);
        usage.parameterListHeading("%n");
        usage.optionListHeading("%nOptions:%n");
        usage.commandListHeading("%nCommands:%n");
        usage.exitCodeListHeading("%nExit codes:%n");
        if (usage.exitCodeList().isEmpty()) {
            usage.exitCodeList(ExitCode.MEANINGS);
        }
        usage.description(asTyped(usage.description()));
        usage.footer(asTyped(usage.footer()));
    }

    private static String[] asTyped(String[] lines) {
        return Stream.of(lines).map(Launcher::asTyped).toArray(String[]::new);
    }

    private int run(ParseResult parsed) {
        if (verbose.length > 0) {
            // The logger reads this later, when the first of these classes is loaded.
            System.setProperty(PROTOCOL_LOGGERS, verbose.length > 1 ? "trace" : "debug");
        }
        try {
            if (!parsed.hasSubcommand() && !help && !version) {
                CommandLine line = parsed.commandSpec().commandLine();
                line.usage(line.getOut());
                return ExitCode.ACCEPTED;
            }
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutputLostException e) {
            // Help and version are printed outside any command, so FailureReport does not see this.
            screen.failure(e);
            return ExitCode.OUTPUT_LOST;
        }
    }
}
