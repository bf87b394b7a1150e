using System.CommandLine;
using Modelyard.Cli.Commands;
using Modelyard.Cli.Commands.Watching;

namespace Modelyard.Cli;

/// <summary>Parses the command line and runs what it asks for.</summary>
internal static class CommandLine
{
    internal const int Success = 0;
    internal const int Failure = 1;
    internal const int BadUsage = 2;

    /// <summary>Creates the tree of commands, options and arguments.</summary>
    /// <param name="terminal">Where output goes.</param>
    internal static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand("Take a model from raw data to production and keep watch over it.")
        {
            TrainCommand.Create(terminal),
            TuneCommand.Create(terminal),
            RetrainCommand.Create(terminal),
            PredictCommand.Create(terminal),
            EvaluateCommand.Create(terminal),
            CurveCommand.Create(terminal),
            CompareCommand.Create(terminal),
            ExplainCommand.Create(terminal),
            ServeCommand.Create(terminal),
            TokensCommand.Create(terminal),
            StudioCommand.Create(terminal),
            ModelsCommand.Create(terminal),
            RunsCommand.Create(terminal),
            LineageCommand.Create(terminal),
            PredictionsCommand.Create(terminal),
            FeedbackCommand.Create(terminal),
            DriftCommand.Create(terminal),
            MonitorCommand.Create(terminal),
            AlarmsCommand.Create(terminal),
            AutomationCommand.Create(terminal),
            DataCommand.Create(terminal),
            StatsCommand.Create(terminal),
            FeaturesCommand.Create(terminal),
            FitCommand.Create(terminal),
            EstimatorsCommand.Create(terminal),
        };
        root.Options.Add(SharedOptions.Verbose);
        CommandHelp.Apply(root, terminal);
        return root;
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The words after 'modelyard'.</param>
    /// <param name="terminal">Where output goes.</param>
    /// <returns>0 for success, 1 for a failure, 2 for bad usage.</returns>
    internal static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        RootCommand root = Create(terminal);
        if (args is [] or ["--help" or "-h" or "-?" or "help"])
        {
            return await GuardAsync(terminal, verbose: false, () => Overview.Write(root, terminal)).ConfigureAwait(false);
        }

        // A word that begins with '@' is the name of a column or a cell, not of a file that holds more words.
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (string error in CommandFaults.Of(parsed))
            {
                terminal.Error(error);
            }

            terminal.ErrorLine($"See 'modelyard {string.Join(' ', Path(parsed))} --help'.".Replace("  ", " ", StringComparison.Ordinal));
            return BadUsage;
        }

        if (FirstEmpty(parsed) is { } empty)
        {
            terminal.Error($"'{empty}' is empty and must have a value.");
            return BadUsage;
        }

        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = terminal.Out,
            Error = terminal.Err,
        };
        return await GuardAsync(terminal, parsed.GetValue(SharedOptions.Verbose), () => parsed.InvokeAsync(configuration)).ConfigureAwait(false);
    }

    /// <summary>Finds an option or argument that was given an empty text, which none but one takes.</summary>
    private static string? FirstEmpty(ParseResult parsed) => parsed.CommandResult.Children
        .Where(one => one.Tokens.Any(token => token.Value.Length == 0))
        .Select(one => one is System.CommandLine.Parsing.OptionResult option ? option.Option.Name : ((System.CommandLine.Parsing.ArgumentResult)one).Argument.Name)
        .FirstOrDefault(name => name != SharedOptions.MissingName);

    private static async Task<int> GuardAsync(Terminal terminal, bool verbose, Func<Task<int>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (UsageException fault)
        {
            terminal.Error(fault.Message);
            return BadUsage;
        }
        catch (Exception fault) when (!verbose && fault is ModelyardException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            terminal.Error(MessageOf(fault));
            return Failure;
        }
        catch (OutOfMemoryException) when (!verbose)
        {
            terminal.Error("There is not enough memory for what must be held at once. 'data describe', 'filter', 'with', 'select', 'group', 'merge', 'concat', 'melt', 'outliers', 'validate', 'infer-schema' and 'convert' read a table part by part where what is asked allows it; for others, such as 'sort' and 'pivot', take fewer columns or rows first.");
            return Failure;
        }
        catch (OperationCanceledException)
        {
            terminal.Error("Stopped.");
            return Failure;
        }
        catch (Exception fault) when (!verbose)
        {
            terminal.Error($"Something went wrong that should not have: {fault.Message} Say '--verbose' for the details.");
            return Failure;
        }
        catch (Exception fault)
        {
            terminal.ErrorLine(fault.ToString());
            return Failure;
        }
    }

    /// <summary>Gets what is wrong, without the name of the parameter in the code and the line that repeats its value, which tell a user of the command nothing.</summary>
    private static string MessageOf(Exception fault)
    {
        if (fault is not ArgumentException { ParamName: { } name })
        {
            return fault.Message;
        }

        string message = fault.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal);
        return fault is ArgumentOutOfRangeException { ActualValue: not null } ? message[..message.LastIndexOf(Environment.NewLine, StringComparison.Ordinal)] : message;
    }

    private static List<string> Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (System.CommandLine.Parsing.CommandResult? one = parsed.CommandResult; one is not null && one.Command is not RootCommand; one = one.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, one.Command.Name);
        }

        return names;
    }
}
