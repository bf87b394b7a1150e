using Modelyard.Frames;
using Modelyard.Frames.Lineage;

namespace Modelyard.Cli;

/// <summary>Represents a table that is being read chunk by chunk, where it comes from, and the temporary file that it is in, if it is.</summary>
internal sealed class OpenTable(IFrameChunks chunks, LineageStep lineage, string? temporary) : IDisposable
{
    /// <summary>Gets the chunks.</summary>
    internal IFrameChunks Chunks { get; } = chunks;

    /// <summary>Gets the step that the table came out of.</summary>
    internal LineageStep Lineage { get; } = lineage;

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
