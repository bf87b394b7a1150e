using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Represents the rows that a row may change to, and how far apart rows are.</summary>
internal sealed class ChangeSpace
{
    private readonly ColumnMoves[] _columns;

    /// <summary>Initializes the space of a background.</summary>
    /// <exception cref="ModelyardException">A constraint names no column, or cannot be kept.</exception>
    internal ChangeSpace(FeatureSchema columns, Matrix background, IReadOnlyList<ColumnConstraint> constraints)
    {
        var byName = new Dictionary<string, ColumnConstraint>(StringComparer.Ordinal);
        foreach (ColumnConstraint constraint in constraints)
        {
            ConstraintCheck.Run(constraint, columns);
            if (!byName.TryAdd(constraint.Column, constraint))
            {
                throw new ModelyardException($"The column '{constraint.Column}' has two constraints and must have one.");
            }
        }

        double[] cells = new double[background.Rows];
        _columns = new ColumnMoves[columns.Count];
        for (int column = 0; column < _columns.Length; column++)
        {
            background.CopyColumnTo(column, cells);
            _columns[column] = new ColumnMoves(columns[column], cells, byName.GetValueOrDefault(columns[column].Name) ?? new ColumnConstraint(columns[column].Name));
        }
    }

    /// <summary>Gets the columns of the table.</summary>
    internal IReadOnlyList<ColumnMoves> Columns => _columns;

    /// <summary>Measures how far two rows are apart: the sum over their columns.</summary>
    internal double Distance(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        double sum = 0;
        for (int column = 0; column < _columns.Length; column++)
        {
            sum += _columns[column].Distance(one[column], other[column]);
        }

        return sum;
    }

    /// <summary>Finds the allowed row that is nearest to a wished one, column by column.</summary>
    internal double[] Nearest(ReadOnlySpan<double> own, ReadOnlySpan<double> wished)
    {
        double[] row = new double[_columns.Length];
        for (int column = 0; column < row.Length; column++)
        {
            row[column] = _columns[column].Nearest(own[column], wished[column]);
        }

        return row;
    }

    /// <summary>Lists the columns in which two rows differ.</summary>
    internal int[] Changed(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var changed = new List<int>();
        for (int column = 0; column < _columns.Length; column++)
        {
            if (!one[column].Equals(other[column]))
            {
                changed.Add(column);
            }
        }

        return [.. changed];
    }
}
