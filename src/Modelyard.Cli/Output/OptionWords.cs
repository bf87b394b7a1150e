using System.CommandLine;

namespace Modelyard.Cli;

/// <summary>Says of an option, as it is typed, what it takes and what holds where it is not given; for '--help' and the page of the command line alike.</summary>
internal static class OptionWords
{
    /// <summary>Gets what an option takes: the words to choose from, else TEXT, NUMBER or TIME; empty for one that takes nothing.</summary>
    internal static string Value(Option option) => (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) switch
    {
        { IsEnum: true } one => string.Join('/', Enum.GetNames(one).Select(Choice.Word)),
        { IsArray: true } => option.AllowMultipleArgumentsPerToken ? "TEXT..." : "TEXT",
        var one when one == typeof(bool) => "",
        var one when one == typeof(TimeSpan) => "TIME",
        var one when one == typeof(string) => "TEXT",
        _ => "NUMBER",
    };

    /// <summary>Gets what holds where an option is not given; empty where that is nothing.</summary>
    internal static string Default(Option option) => option.ValueType == typeof(bool) || !option.HasDefaultValue ? "" : option.GetDefaultValue() switch
    {
        Enum word => Choice.Word($"{word}"),
        TimeSpan span => span == TimeSpan.Zero ? "0" : Durations.Text(span),
        var other => $"{other}",
    };

    /// <summary>Gets the word for an argument: '[NAME]' if it need not be given, 'NAME...' if there may be several.</summary>
    internal static string Word(Argument argument)
    {
        string word = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;
        return IsRequired(argument) ? word : $"[{word}]";
    }

    internal static bool IsRequired(Argument argument) => argument.Arity.MinimumNumberOfValues > 0;
}
