using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Represents columns of a design that are products: of the columns of several features, each with each; the first feature runs fastest.</summary>
/// <param name="Columns">The features; none for the intercept.</param>
internal sealed record CodedProduct(IReadOnlyList<CodedColumn> Columns)
{
    /// <summary>Gets the number of columns.</summary>
    internal int Count => Columns.Aggregate(1, (count, column) => checked(count * column.Count));

    /// <summary>Gets what tells the numbers in it: products of the same numbers share the coding of their categories.</summary>
    internal string Numbers => string.Join('\0', Columns.Where(column => !column.IsCategory).Select(column => $"{column.Name}\0{column.Power}").Order(StringComparer.Ordinal));

    /// <summary>Gets a value indicating whether its columns add up to 1 in every row.</summary>
    internal bool SpansConstant => Columns.Count > 0 && Columns.All(column => column.IsCategory && column.IsFull);

    /// <summary>Lists the names of the columns.</summary>
    internal IEnumerable<string> ColumnNames()
    {
        for (int place = 0; place < Count; place++)
        {
            int rest = place;
            yield return string.Join(':', Columns.Select(column =>
            {
                (rest, int own) = Math.DivRem(rest, column.Count);
                return column.ColumnName(own, Columns.Count == 1);
            }));
        }
    }

    /// <summary>Writes the columns.</summary>
    /// <param name="values">The design, which is 0 there.</param>
    /// <param name="first">The first column.</param>
    /// <param name="read">Gives the values of each feature.</param>
    /// <returns>The first row, and the product in it, that is not finite; -1 if there is none.</returns>
    internal (int Row, double Value) Fill(Matrix values, int first, Func<CodedColumn, CodedValues> read)
    {
        CodedValues[] features = [.. Columns.Select(read)];
        for (int row = 0; row < values.Rows; row++)
        {
            double product = 1;
            int place = first, stride = 1;
            for (int i = 0; i < features.Length && place >= 0; i++)
            {
                CodedValues feature = features[i];
                if (feature.Levels is null)
                {
                    product *= feature.Numbers![row];
                }
                else
                {
                    int level = feature.Levels[row] - Columns[i].First;
                    place = level < 0 ? -1 : place + (level * stride);
                    stride *= Columns[i].Count;
                }
            }

            if (place >= 0)
            {
                values[row, place] = product;
                if (!double.IsFinite(product))
                {
                    return (row, product);
                }
            }
        }

        return (-1, 0);
    }
}
