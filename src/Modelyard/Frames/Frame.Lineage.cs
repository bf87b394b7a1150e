using Modelyard.Frames.Lineage;

namespace Modelyard.Frames;

/// <content>Where the table comes from.</content>
public sealed partial class Frame
{
    /// <summary>Gets the verb that the table came out of, with those before it, back to what was read.</summary>
    /// <remarks>Of a table that was made in memory it is a step called 'table', which tells no source.</remarks>
    public LineageStep Lineage => LazyInitializer.EnsureInitialized(ref _lineage, () => new LineageStep("table", [], [], ColumnNames(), RowCount));

    /// <summary>Creates the same table with a lineage that is known by other means.</summary>
    /// <param name="lineage">The step that the table came out of, with the same columns.</param>
    /// <returns>The same table.</returns>
    /// <exception cref="ArgumentException">The step tells other columns.</exception>
    public Frame WithLineage(LineageStep lineage)
    {
        ArgumentNullException.ThrowIfNull(lineage);
        return lineage.Columns.SequenceEqual(ColumnNames(), StringComparer.Ordinal)
            ? new Frame(this, lineage)
            : throw new ArgumentException("The lineage tells other columns than the table has.", nameof(lineage));
    }

    /// <summary>Creates the same table with the record that it was read from a source.</summary>
    internal Frame ReadFrom(LineageSource source, params ReadOnlySpan<(string Name, string Value)> parameters) =>
        new(this, new LineageStep("read", Pairs(parameters), [], ColumnNames(), RowCount, source: source));

    /// <summary>Creates the same table with the record of the verb that it came out of.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="inputs">The tables that went in.</param>
    /// <param name="origins">Of columns that do not come from the column of the same name of the first input that has one: the numbers of the inputs and their columns.</param>
    /// <param name="parameters">What the verb was told.</param>
    internal Frame Recorded(string verb, IReadOnlyList<Frame> inputs, IEnumerable<(string Column, (int Input, string Column)[] From)>? origins, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        LineageStep[] steps = [.. inputs.Select(input => input.Lineage)];
        var told = origins?.ToDictionary(one => one.Column, one => Array.ConvertAll(one.From, from => new ColumnOrigin(steps[from.Input], from.Column)), StringComparer.Ordinal);
        return new Frame(this, new LineageStep(verb, Pairs(parameters), steps, ColumnNames(), RowCount, told));
    }

    private string[] ColumnNames() => Array.ConvertAll(_columns, column => column.Name);

    private static KeyValuePair<string, string>[] Pairs(ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var pairs = new KeyValuePair<string, string>[parameters.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = KeyValuePair.Create(parameters[i].Name, parameters[i].Value);
        }

        return pairs;
    }
}
