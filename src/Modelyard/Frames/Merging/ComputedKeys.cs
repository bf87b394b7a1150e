using Modelyard.Frames.Expressions;

namespace Modelyard.Frames.Merging;

/// <summary>Computes the keys of a merge that are expressions.</summary>
internal static class ComputedKeys
{
    /// <summary>Creates a table with the columns that its side of the keys computes.</summary>
    /// <param name="table">The table.</param>
    /// <param name="on">The keys.</param>
    /// <param name="side">Gets the expression of the table's side.</param>
    /// <returns>The table; the same if no key is computed.</returns>
    /// <exception cref="ModelyardException">The table has a column of the name of a key.</exception>
    public static Frame Add(Frame table, IReadOnlyList<MergeKey> on, Func<MergeKey, Expression?> side)
    {
        Frame result = table;
        foreach (MergeKey key in on)
        {
            if (side(key) is not { } expression)
            {
                continue;
            }

            bool isColumn = expression is ColumnExpression column && column.Name == key.Left;
            if (!isColumn && result.TryGetColumn(key.Left, out _))
            {
                throw new ModelyardException($"The key that is computed as '{expression}' is named '{key.Left}', and the table has a column of that name already; give the key another name.");
            }

            result = result.With(key.Left, expression);
        }

        return result;
    }

    /// <summary>Puts the columns that a key was computed of in the place of the key.</summary>
    public static (int Input, string Column)[] Resolve((int Input, string Column)[] from, IReadOnlyList<MergeKey> on, Frame left, Frame right) =>
        on.All(key => key.LeftExpression is null)
            ? from
            :
            [
                .. from.SelectMany(one => on.FirstOrDefault(key => key.Left == one.Column) is { LeftExpression: { } mine, RightExpression: { } theirs }
                    ? (one.Input == 0 ? mine.Bind(left) : theirs.Bind(right)).Columns.Select(column => (one.Input, column))
                    : [one]),
            ];
}
