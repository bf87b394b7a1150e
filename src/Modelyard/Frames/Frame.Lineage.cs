using Modelyard.Frames.Expressions;
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
        return HasNames(lineage.Columns)
            ? new Frame(this, lineage)
            : throw new ArgumentException("The lineage tells other columns than the table has.", nameof(lineage));
    }

    /// <summary>Creates the same table with the record that it was read from a source.</summary>
    internal Frame ReadFrom(LineageSource source, params ReadOnlySpan<(string Name, string? Value)> parameters) =>
        new(this, new LineageStep("read", LineageText.Pairs(parameters), [], ColumnNames(), RowCount, source: source));

    /// <summary>Creates the same table with the record of the verb that it came out of, whose columns come from those of the same name.</summary>
    internal Frame Recorded(string verb, Frame input, params ReadOnlySpan<(string Name, string? Value)> parameters) => Recorded(verb, [input], null, parameters);

    /// <summary>Creates the same table with the record of the verb that it came out of.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="inputs">The tables that went in.</param>
    /// <param name="origins">Of columns that do not come from the column of the same name of the first input that has one: the numbers of the inputs and their columns.</param>
    /// <param name="parameters">What the verb was told; null leaves one out.</param>
    internal Frame Recorded(string verb, IReadOnlyList<Frame> inputs, IEnumerable<(string Column, (int Input, string Column)[] From)>? origins, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        LineageStep[] steps = [.. inputs.Select(input => input.Lineage)];
        return Recorded(verb, steps, origins?.Select(one => (one.Column, Array.ConvertAll(one.From, from => new ColumnOrigin(steps[from.Input], from.Column)))), parameters);
    }

    /// <summary>Creates the same table with the record of the verb that it came out of.</summary>
    internal Frame Recorded(string verb, LineageStep[] steps, IEnumerable<(string Column, ColumnOrigin[] From)>? origins, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var told = origins?.ToDictionary(one => one.Column, one => one.From, StringComparer.Ordinal);

        // A verb of rows shares the names with its table, so that its record is small.
        IReadOnlyList<string> names = steps.Length > 0 && HasNames(steps[0].Columns) ? steps[0].Columns : ColumnNames();
        return new Frame(this, new LineageStep(verb, LineageText.Pairs(parameters), steps, names, RowCount, told));
    }

    /// <summary>Creates the same table with one record in place of those of the verbs that a verb was made of.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="inputs">The steps that the tables came out of that went in.</param>
    /// <param name="parameters">What the verb was told; null leaves one out.</param>
    internal Frame RecordedAs(string verb, LineageStep[] inputs, params ReadOnlySpan<(string Name, string? Value)> parameters) =>
        new(this, Lineage.As(verb, LineageText.Pairs(parameters), inputs));

    /// <summary>Creates this table with a column that was computed of others.</summary>
    /// <param name="column">The column.</param>
    /// <param name="expression">What it was computed as.</param>
    internal Frame With(Column column, BoundExpression expression) => Recorded(Put(column), [(column.Name, expression.Expression.ToString(), expression.Columns)]);

    private Frame Recorded(Frame result, IReadOnlyList<(string Name, string? Text, IReadOnlyList<string>? From)> added) =>
        new(result, Lineage.Adding(result.ColumnNames(), result.RowCount, added));

    private static (string Column, (int Input, string Column)[] From) Made(string column, params IEnumerable<string> from) => (column, [.. from.Select(one => (0, one))]);

    private bool HasNames(IReadOnlyList<string> names)
    {
        bool isSame = names.Count == _columns.Length;
        for (int i = 0; isSame && i < _columns.Length; i++)
        {
            isSame = names[i] == _columns[i].Name;
        }

        return isSame;
    }

    private string[] ColumnNames() => Array.ConvertAll(_columns, column => column.Name);
}
