using System.CommandLine;
using System.CommandLine.Parsing;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Learning;
using Modelyard.Lifecycle.Secrets;

namespace Modelyard.Cli;

/// <summary>Creates the options that several commands have in common.</summary>
internal static class SharedOptions
{
    /// <summary>The one option that may be given an empty text, which is an empty cell.</summary>
    internal const string MissingName = "--missing";

    internal static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show the details of an error.", Recursive = true };

    internal static Option<bool> Json() => new("--json") { Description = "Print one JSON object on standard output." };

    internal static Option<string> Yard() => new("--yard")
    {
        Description = "The folder of runs and models.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("MODELYARD_YARD") is { Length: > 0 } folder ? folder : ".modelyard",
    };

    /// <summary>Opens the yard that a command reads; a command that only reads makes none.</summary>
    internal static Lifecycle.Yard OpenYard(string folder) => Lifecycle.Yard.Open(new Lifecycle.YardOptions { Folder = folder, Create = false });

    /// <summary>Opens the yard of a command that writes to it and needs no model, and makes it where there is none, which is said.</summary>
    internal static Lifecycle.Yard OpenOrMakeYard(string folder, Terminal terminal)
    {
        bool isNew = !File.Exists(Path.Combine(folder, "yard.db"));
        var yard = Lifecycle.Yard.Open(new Lifecycle.YardOptions { Folder = folder, Create = true });
        if (isNew)
        {
            terminal.Warning($"There was no yard in '{folder}', and one has been made.");
        }

        return yard;
    }

    internal static Option<ulong> Seed() => new Option<ulong>("--seed") { Description = "The seed of all random numbers.", DefaultValueFactory = _ => 0UL }.Plainly("a whole number, 0 or greater");

    internal static Option<TaskKind?> Task() => new("--task") { Description = "What is predicted: classification or regression; by default the column decides.", CustomParser = ParseTask };

    internal static Option<string[]> Text() => new("--text") { Description = "Columns to read word by word, besides those whose cells look like texts.", AllowMultipleArgumentsPerToken = true };

    internal static Option<string[]> Missing() => new(MissingName) { Description = "A text that is a missing cell, \"\" for an empty one; may be given several times. These are then, and no others are." };

    /// <summary>Gets the texts that stand for missing cells; null if it is not said.</summary>
    internal static string[]? MissingTokens(ParseResult parsed, Option<string[]> option)
    {
        if (parsed.GetValue(option) is not { Length: > 0 } given)
        {
            return null;
        }

        string[] tokens = [.. given.Select(token => token.Trim(' ', '\t')).Distinct(StringComparer.Ordinal)];
        return tokens.Length > CsvReadOptions.MostMissingTokens ? throw new UsageException($"'{MissingName}' gives {tokens.Length} texts and may give {CsvReadOptions.MostMissingTokens}.")
            : Array.Find(tokens, token => token.Length > CsvReadOptions.LongestMissingToken) is { } token ? throw new UsageException($"'{MissingName}' gives a text of {token.Length} characters and may give {CsvReadOptions.LongestMissingToken}.")
            : tokens;
    }

    /// <summary>Gets the names that an option was given, one by one or with commas between them; a name that has a comma itself stands in backticks, as in an expression.</summary>
    internal static string[] Names(ParseResult parsed, Option<string[]> option)
    {
        string[] given = parsed.GetValue(option) ?? [];
        string[] names = [.. given.SelectMany(Names).Distinct(StringComparer.Ordinal)];
        return given.Length == 0 || names.Length > 0 ? names : throw new UsageException($"'{option.Name}' is '{string.Join(' ', given)}' and must be names, with commas between them.");
    }

    /// <summary>Gets the names in a text with commas between them.</summary>
    internal static string[] Names(string text) => [.. Split(text).Select(Unquoted).Distinct(StringComparer.Ordinal)];

    /// <summary>Gets the terms of a regression that an option was given, with their backticks, which may stand around each name of a product; none if it is not given.</summary>
    internal static RegressionTerms? Terms(ParseResult parsed, Option<string[]> option, Frame frame) =>
        Names(parsed, option).Length == 0 ? null : RegressionTerms.Parse((parsed.GetValue(option) ?? []).SelectMany(Split), frame);

    /// <summary>Gets the metrics that an option was given: one that is made of costs or an expression stands alone, names may have commas between them.</summary>
    internal static string[] Metrics(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).SelectMany(text => text.Contains('=', StringComparison.Ordinal) ? [text] : Names(text)).Distinct(StringComparer.Ordinal)];

    /// <summary>Splits a text at its commas, but for those in backticks; a backtick in a name is doubled.</summary>
    private static IEnumerable<string> Split(string text)
    {
        int start = 0;
        bool isQuoted = false;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (isQuoted || text[i] != ','))
            {
                ReadOnlySpan<char> before = text.AsSpan(start, i - start).Trim();
                isQuoted ^= text[i] == '`' && (before.Length == 0 || before[0] == '`' || before[^1] is ':' or '*');
                continue;
            }

            string part = text[start..i].Trim();
            start = i + 1;
            if (part.Length > 0)
            {
                yield return part;
            }
        }
    }

    /// <summary>Finds the first equals sign of a text that does not stand in backticks; -1 if there is none.</summary>
    internal static int EqualsSign(string text)
    {
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            isQuoted ^= text[i] == '`';
            if (text[i] == '=' && !isQuoted)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Gets a name without the backticks around it, if it has such.</summary>
    internal static string Unquoted(string name) => name is ['`', .., '`'] && name.Length > 2 ? name[1..^1].Replace("``", "`", StringComparison.Ordinal) : name;

    /// <summary>Writes the command line down so that a shell takes it again, without the secrets in it.</summary>
    internal static string Typed(ParseResult parsed) => SecretText.Masked("modelyard " + string.Join(' ', parsed.Tokens.Select(token => Quoted(token.Value))));

    /// <summary>Writes a word so that a shell takes it as one.</summary>
    internal static string Quoted(string word) => word.Length > 0 && word.All(one => char.IsLetterOrDigit(one) || "-_./=,:@+".Contains(one, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Adds an example to what '--help' says of a command.</summary>
    internal static T WithExample<T>(this T command, string example)
        where T : Command
    {
        command.Description += $"{Environment.NewLine}{Environment.NewLine}Example:{Environment.NewLine}  {example}";
        return command;
    }

    /// <summary>Creates the option that asks for intervals or sets.</summary>
    internal static Option<double?> Interval() => new Option<double?>("--interval")
    {
        Description = "Give intervals of numbers, or sets of classes, that hold the truth with this chance, such as 0.9; a quarter of the rows is kept for it.",
    }.Plainly("a number between 0 and 1");

    /// <summary>Gets the chance that <see cref="Interval"/> asks for; null if it is not given.</summary>
    internal static double? Coverage(ParseResult parsed, Option<double?> interval) => parsed.GetValue(interval) switch
    {
        null => null,
        { } chance and > 0 and < 1 => chance,
        { } other => throw new UsageException($"'--interval' is '{other}' and must be between 0 and 1: the chance that an interval holds the truth, such as 0.9."),
    };

    /// <summary>Creates the option that asks for the chance to hold within each value of a column.</summary>
    internal static Option<string?> IntervalGroups() => new("--interval-groups") { Description = "A column within each of whose values '--interval' is to hold its chance, such as a kind or a region; a value of too few rows takes the errors of all." };

    /// <summary>Gets the column that <see cref="IntervalGroups"/> names; null if it is not given.</summary>
    internal static string? CoverageGroups(ParseResult parsed, Option<string?> groups, Option<double?> interval) => parsed.GetValue(groups) is not { } name ? null
        : parsed.GetValue(interval) is not null ? name
        : throw new UsageException($"'--interval-groups' is '{name}' and goes with '--interval', which gives the chance to hold within its values, such as 0.9.");

    private static TaskKind? ParseTask(ArgumentResult result)
    {
        string text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (Enum.TryParse(text, ignoreCase: true, out TaskKind task) && Enum.IsDefined(task) && !char.IsAsciiDigit(text[0]))
        {
            return task;
        }

        result.AddError($"'--task' is '{text}' and must be classification or regression.");
        return null;
    }
}
