using System.CommandLine;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Adds columns that are computed of others.</summary>
internal static class WithVerb
{
    internal static Command Create(Terminal terminal)
    {
        var set = new Option<string[]>("--set") { Description = "A column as name=expression; may be given several times, and a later one may use an earlier one.", Required = true };
        Argument<string> file = TableInput.File();
        var verb = new TableVerb(terminal, "with", "Add columns that are computed of others.", "modelyard data with flights.csv --set \"speed=distance / minutes\" --set \"late=delay > 15\" -o more.csv");
        return verb.Run([file], [set], parsed =>
        {
            (string Name, Expression Value)[] columns = [.. (parsed.GetValue(set) ?? []).Select(Column)];
            Frame table = verb.Input.Read(parsed, parsed.GetRequiredValue(file));
            foreach ((string name, Expression value) in columns)
            {
                table = table.With(name, value);
            }

            verb.Output.Write(parsed, table);
        });
    }

    private static (string Name, Expression Value) Column(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && text[..equals].Trim() is { Length: > 0 } name
            ? (name, Expression.Parse(text[(equals + 1)..]))
            : throw new UsageException($"'--set' is '{text}' and must be name=expression.");
    }
}
