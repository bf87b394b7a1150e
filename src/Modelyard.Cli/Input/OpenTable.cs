using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Frames.Lineage;

namespace Modelyard.Cli;

/// <summary>Represents a table that is being read chunk by chunk, where it comes from, and the temporary file that it is in, if it is.</summary>
/// <param name="chunks">The chunks.</param>
/// <param name="lineage">The step that the table came out of.</param>
/// <param name="temporary">The temporary file; null if there is none.</param>
/// <param name="reopen">Opens the same table of some columns alone; null if nothing is saved by that.</param>
internal sealed class OpenTable(IFrameChunks chunks, LineageStep lineage, string? temporary, Func<string[], (IFrameChunks Chunks, LineageStep Lineage)>? reopen) : IDisposable
{
    /// <summary>Gets the chunks.</summary>
    internal IFrameChunks Chunks { get; } = chunks;

    /// <summary>Gets the step that the table came out of.</summary>
    internal LineageStep Lineage { get; } = lineage;

    /// <summary>Gets the chunks as expressions fit them: where there are no rows, the columns that they use are of the kinds that they want.</summary>
    /// <param name="expressions">The expressions, each with the name of the column that it makes; null for a condition.</param>
    internal IFrameChunks Fitting(params IReadOnlyList<(string? Name, Expression Value)> expressions) =>
        !NoRows.Fits(Chunks.Kinds, expressions) && !Chunks.Any() && NoRows.Fit(Chunks.Kinds, expressions) is { } kinds ? new NoRows(kinds) : Chunks;

    /// <summary>Gets the chunks of the columns that are needed and no others, so that these are not even read; all columns if one is not in the table.</summary>
    /// <param name="columns">The names of the columns.</param>
    internal (IFrameChunks Chunks, LineageStep Lineage) Only(IEnumerable<string> columns)
    {
        string[] needed = [.. columns.Distinct(StringComparer.Ordinal)];
        return reopen is not null && needed.Length < Chunks.Kinds.Count && needed.Length > 0 && Array.TrueForAll(needed, Chunks.Kinds.ContainsKey) ? reopen(needed) : (Chunks, Lineage);
    }

    /// <summary>Tells where a table comes from that is made of this one.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="columns">The columns that come out.</param>
    /// <param name="parameters">What the verb is told.</param>
    internal Func<long, LineageStep> After(string verb, IEnumerable<string> columns, params (string Name, string Value)[] parameters) =>
        rows => LineageStep.Of(verb, [.. parameters.Select(one => KeyValuePair.Create(one.Name, one.Value))], [Lineage], columns, rows);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (temporary is not null)
        {
            File.Delete(temporary);
        }
    }
}
