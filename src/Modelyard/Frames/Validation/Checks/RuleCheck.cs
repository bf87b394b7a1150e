using Modelyard.Frames.Expressions;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Finds rows for which the condition of a rule is false.</summary>
/// <param name="tally">Counts the failures.</param>
/// <param name="invalid">Counts that the rule cannot be computed.</param>
/// <param name="condition">The condition, bound to the columns of the table.</param>
/// <param name="kinds">The kinds that it was bound to.</param>
internal sealed class RuleCheck(Tally tally, Tally invalid, BoundExpression condition, IReadOnlyDictionary<string, ColumnKind> kinds) : ITableCheck
{
    public Tally Tally => tally;

    public ulong[]? Add(Frame chunk, long offset)
    {
        if (invalid.Count > 0 || chunk.RowCount == 0)
        {
            return null;
        }

        if (Evaluate(chunk, offset) is not { } holds)
        {
            tally.Clear();
            return null;
        }

        ulong[] failing = new ulong[Validity.Words(chunk.RowCount)];
        ReadOnlySpan<bool> values = holds.Values;
        for (int row = 0; row < values.Length; row++)
        {
            failing[row >> 6] |= values[row] ? 0 : 1UL << (row & 63);
        }

        MissingMarker.Spare(holds.Validity, 0, failing);
        long count = RowFlags.CountOf(failing);
        tally.Add(count, Tally.FirstRows(failing, tally.Limit), offset, row => string.Join(", ", condition.Columns.Select(name => $"{name} = {(chunk[name].IsMissing(row) ? "·" : SchemaValue.Format(chunk[name], row))}")));
        return count > 0 ? failing : null;
    }

    public void Finish(long rows)
    {
    }

    private BooleanColumn? Evaluate(Frame chunk, long offset)
    {
        try
        {
            Column holds = Fit(chunk).Evaluate(chunk, "holds", offset);
            if (holds is not BooleanColumn)
            {
                invalid.AddWhole(null, $"'{condition.Expression}' is of the kind '{holds.Kind}' and must be a condition, true or false.");
            }

            return holds as BooleanColumn;
        }
        catch (ExpressionException exception)
        {
            invalid.AddWhole(null, exception.Sentence);
            return null;
        }
    }

    // A column that could not be converted, or has no cell, may be of another kind than the schema let expect.
    private BoundExpression Fit(Frame chunk) => condition.Columns.All(name => chunk[name].Kind == kinds[name]) ? condition : condition.Expression.Bind(chunk);
}
