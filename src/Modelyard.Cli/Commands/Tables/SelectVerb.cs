using System.CommandLine;
using Modelyard.Frames;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Keeps some columns.</summary>
internal static class SelectVerb
{
    internal static Command Create(Terminal terminal)
    {
        var columns = new Option<string[]>("--columns") { Description = "The columns to keep, in this order." };
        var drop = new Option<string[]>("--drop") { Description = "The columns to leave out." };
        var verb = new TableVerb(terminal, "select", "Keep some columns, or leave some out.", "modelyard data select flights.csv --columns origin,delay -o small.csv");
        return verb.MakeChunks(TableInput.File(), [columns, drop], (parsed, chunks) =>
        {
            string[] kept = SharedOptions.Names(parsed, columns), left = SharedOptions.Names(parsed, drop);
            return (kept.Length == 0) == (left.Length == 0)
                ? throw new UsageException("Say either '--columns' or '--drop'.")
                : kept.Length > 0 ? chunks.Select(kept) : chunks.Drop(left);
        });
    }
}
