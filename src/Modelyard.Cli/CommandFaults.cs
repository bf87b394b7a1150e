using System.CommandLine;
using System.CommandLine.Parsing;

namespace Modelyard.Cli;

/// <summary>Says what is wrong with a command line, and what was probably meant.</summary>
internal static class CommandFaults
{
    /// <summary>Lists what is wrong. Where a command is wanted and the word is none, or an option is none, only that, as the words behind it mean nothing then.</summary>
    /// <param name="parsed">The command line, with errors.</param>
    internal static IEnumerable<string> Of(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] commands = [.. command.Subcommands.Select(one => one.Name)];
        if (commands.Length > 0)
        {
            string names = string.Join(", ", commands);
            return parsed.UnmatchedTokens is [var word, ..] && !word.StartsWith('-') ? [$"'{word}' is not a command. There are {names}.{Spelling.Hint(word, commands)}"]
                : parsed.UnmatchedTokens.Count == 0 ? [$"A command is wanted: {names}."]
                : parsed.UnmatchedTokens.Where(IsOption).Select(option => Unknown(option, command));
        }

        string[] unknown = [.. parsed.UnmatchedTokens.Where(IsOption)];
        return unknown.Length > 0 ? unknown.Select(option => Unknown(option, command))
            : parsed.UnmatchedTokens.Count > 0 ? [$"'{parsed.UnmatchedTokens[0]}' is one word too many. {Takes(command)}"]
            : Missing(parsed).Concat(parsed.Errors.Where(error => !IsMissing(error)).Select(MessageOf).Distinct(StringComparer.Ordinal));
    }

    private static bool IsOption(string word) => word.StartsWith('-') && word.Length > 1;

    private static string Unknown(string option, Command command)
    {
        string[] known = [.. command.Options.Select(one => one.Name)];
        return $"'{option}' is not an option of '{(command is RootCommand ? "modelyard" : CommandText.Name(command))}'.{Spelling.Hint(option, known)}";
    }

    private static string Takes(Command command) => command.Arguments.Count == 0 ? "The command takes options alone." : $"The command takes {string.Join(' ', command.Arguments.Select(OptionWords.Word))} and options; a text with spaces stands in quotes.";

    /// <summary>Lists the arguments that must be there and are not, with what they are.</summary>
    private static IEnumerable<string> Missing(ParseResult parsed) => parsed.CommandResult.Command.Arguments
        .Where(argument => OptionWords.IsRequired(argument) && parsed.GetResult(argument) is not { Tokens.Count: > 0 })
        .Select(argument => $"{argument.Name} is missing. {argument.Description}");

    private static string MessageOf(ParseError error) => error.SymbolResult is OptionResult { Implicit: false, Tokens.Count: 0, Option: var option }
        ? $"'{option.Name}' has no value. {option.Description}"
        : error.Message;

    private static bool IsMissing(ParseError error) => error.SymbolResult is ArgumentResult { Parent: CommandResult, Tokens.Count: 0 } or CommandResult;
}
