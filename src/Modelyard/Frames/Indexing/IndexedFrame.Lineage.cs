using Modelyard.Frames.Lineage;

namespace Modelyard.Frames;

/// <content>Where the table comes from.</content>
public sealed partial class IndexedFrame
{
    private LineageStep? _lineage;

    /// <summary>Gets the verb that the table came out of, with those before it, back to what was read.</summary>
    /// <remarks>Its columns are the levels of the rows, then the columns under the names that their keys make; a name that would occur twice gets a number.</remarks>
    public LineageStep Lineage => LazyInitializer.EnsureInitialized(ref _lineage, () => new LineageStep("table", [], [], Names(), RowCount));

    /// <summary>Records the verb that this table, which nobody has seen yet, came out of.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="inputs">The steps that the tables came out of that went in.</param>
    /// <param name="from">Tells the origins of the level or column at a place: levels first, then columns.</param>
    /// <param name="parameters">What the verb was told; null leaves one out.</param>
    internal IndexedFrame Recorded(string verb, LineageStep[] inputs, Func<int, ColumnOrigin[]> from, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        string[] names = Names();
        Dictionary<string, ColumnOrigin[]> told = new(StringComparer.Ordinal);
        for (int place = 0; place < names.Length; place++)
        {
            ColumnOrigin[] origins = from(place);

            // What the name tells is not told again.
            if (origins is not [var one] || one.Step != inputs[0] || one.Column != names[place])
            {
                told.Add(names[place], origins);
            }
        }

        _lineage = new LineageStep(verb, LineageText.Pairs(parameters), inputs, names, RowCount, told);
        return this;
    }

    /// <summary>Records the verb that this table came out of, each of whose levels and columns comes from one.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="input">The step that the table came out of that went in.</param>
    /// <param name="places">The places in the input; null if they are the same.</param>
    internal IndexedFrame Placed(string verb, LineageStep input, IReadOnlyList<int>? places = null) =>
        Recorded(verb, [input], place => [new ColumnOrigin(input, input.Columns[places?[place] ?? place])]);

    /// <summary>Records one verb in place of those that it was made of.</summary>
    internal IndexedFrame RecordedAs(string verb, LineageStep[] inputs, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        LineageStep step = inputs.Contains(Lineage)
            ? new LineageStep(verb, LineageText.Pairs(parameters), inputs, Lineage.Columns, RowCount)
            : Lineage.As(verb, LineageText.Pairs(parameters), inputs);
        return new IndexedFrame(Rows, Columns, _cells) { _lineage = step };
    }

    private string[] Names()
    {
        var names = new string[Rows.LevelCount + ColumnCount];
        HashSet<string> taken = new(names.Length, StringComparer.Ordinal);
        for (int place = 0; place < names.Length; place++)
        {
            string name = place < Rows.LevelCount ? Rows.Levels[place].Name : Columns.Flatten(place - Rows.LevelCount, "_") ?? Nameless;
            names[place] = name;
            for (int number = 2; !taken.Add(names[place]); number++)
            {
                names[place] = FormattableString.Invariant($"{name}#{number}");
            }
        }

        return names;
    }

    /// <summary>Lists the places of levels and columns, as they follow each other in the lineage.</summary>
    private int[] Places(IEnumerable<int> levels, IEnumerable<int> cells) => [.. levels, .. cells.Select(cell => Rows.LevelCount + cell)];

    private ColumnOrigin Origin(int place) => new(Lineage, Lineage.Columns[place]);

    private ColumnOrigin[] CellOrigins() => [.. Enumerable.Range(Rows.LevelCount, ColumnCount).Select(Origin)];
}
