namespace Modelyard.Frames.Indexing;

/// <summary>Computes with the cells of two columns of numbers.</summary>
internal static class CellArithmetic
{
    /// <summary>Computes a column of two of the same length.</summary>
    /// <param name="operation">What is computed.</param>
    /// <param name="left">The left cells.</param>
    /// <param name="right">The right cells.</param>
    /// <param name="fill">What stands for a cell that is missing on one side only; null to make the result missing.</param>
    /// <returns>Integers of integers and booleans, but for a quotient; else doubles. What is missing on both sides is missing.</returns>
    /// <exception cref="ModelyardException">A column does not hold numbers, or a result is too great for an integer.</exception>
    public static Column Compute(CellOperator operation, Column left, Column right, double? fill)
    {
        RequireNumbers(left, operation);
        RequireNumbers(right, operation);
        bool isInteger = operation != CellOperator.Divide && left.Kind != ColumnKind.Double && right.Kind != ColumnKind.Double && (fill is null || IsWhole(fill.Value));
        return isInteger ? OfIntegers(operation, left, right, fill) : OfDoubles(operation, left, right, fill);
    }

    private static bool IsWhole(double fill) => double.IsInteger(fill) && Math.Abs(fill) <= 1L << 53;

    private static DoubleColumn OfDoubles(CellOperator operation, Column left, Column right, double? fill)
    {
        double[] a = left.ToDoubles(), b = right.ToDoubles();
        if (fill is { } value)
        {
            for (int row = 0; row < a.Length; row++)
            {
                (bool lacksLeft, bool lacksRight) = (double.IsNaN(a[row]), double.IsNaN(b[row]));
                a[row] = lacksLeft && !lacksRight ? value : a[row];
                b[row] = lacksRight && !lacksLeft ? value : b[row];
            }
        }

        for (int row = 0; row < a.Length; row++)
        {
            a[row] = operation switch
            {
                CellOperator.Add => a[row] + b[row],
                CellOperator.Subtract => a[row] - b[row],
                CellOperator.Multiply => a[row] * b[row],
                _ => a[row] / b[row],
            };
        }

        return new DoubleColumn(left.Name, a);
    }

    private static IntegerColumn OfIntegers(CellOperator operation, Column left, Column right, double? fill)
    {
        long[] a = Integers(left), b = Integers(right);
        bool[] present = new bool[a.Length];
        for (int row = 0; row < a.Length; row++)
        {
            (bool lacksLeft, bool lacksRight) = (left.IsMissing(row), right.IsMissing(row));
            present[row] = fill is null ? !lacksLeft && !lacksRight : !lacksLeft || !lacksRight;
            if (!present[row])
            {
                continue;
            }

            try
            {
                a[row] = Compute(operation, lacksLeft ? (long)fill!.Value : a[row], lacksRight ? (long)fill!.Value : b[row]);
            }
            catch (OverflowException exception)
            {
                throw new ModelyardException($"The result in data row {row + 1} of the column '{left.Name}' is too great for a 64-bit integer; convert one of the columns to doubles first.", exception);
            }
        }

        return new IntegerColumn(left.Name, a, new Validity(present));
    }

    private static long Compute(CellOperator operation, long left, long right) => operation switch
    {
        CellOperator.Add => checked(left + right),
        CellOperator.Subtract => checked(left - right),
        _ => checked(left * right),
    };

    private static long[] Integers(Column column) => column is IntegerColumn integers
        ? integers.Values.ToArray()
        : Array.ConvertAll(((BooleanColumn)column).Values.ToArray(), value => value ? 1L : 0L);

    private static void RequireNumbers(Column column, CellOperator operation)
    {
        if (column.Kind is not (ColumnKind.Double or ColumnKind.Integer or ColumnKind.Boolean))
        {
            throw new ModelyardException($"The column '{column.Name}' holds '{column.Kind}', of which '{operation}' cannot be computed; it must hold numbers or booleans.");
        }
    }
}
