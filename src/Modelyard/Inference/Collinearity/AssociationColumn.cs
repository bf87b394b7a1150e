using Modelyard.Frames;
using Modelyard.Probability;

namespace Modelyard.Inference;

/// <summary>Represents a column as associations read it: as numbers, or as the numbers of its levels.</summary>
/// <param name="Numbers">The numbers, NaN where missing; empty for a category.</param>
/// <param name="Codes">The levels, −1 where missing; empty for numbers.</param>
/// <param name="Levels">The number of levels.</param>
internal sealed record AssociationColumn(double[] Numbers, int[] Codes, int Levels)
{
    internal bool IsCategory => Numbers.Length == 0 && Codes.Length > 0;

    internal static AssociationColumn Of(Column column, CorrelationKind kind)
    {
        if (column.IsNumeric && kind != CorrelationKind.Cramer)
        {
            return new AssociationColumn(column.ToDoubles(), [], 0);
        }

        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] codes = new int[column.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            if (column.IsMissing(row))
            {
                codes[row] = -1;
                continue;
            }

            string cell = column.FormatCell(row);
            if (!levels.TryGetValue(cell, out codes[row]))
            {
                levels[cell] = codes[row] = levels.Count;
            }
        }

        return new AssociationColumn([], codes, levels.Count);
    }

    /// <summary>Computes the association with another column; NaN where the kind says nothing of the two.</summary>
    internal AssociationStrength With(AssociationColumn other, CorrelationKind kind) => (IsCategory, other.IsCategory) switch
    {
        (true, true) => kind == CorrelationKind.Ratio ? AssociationStrength.None : Association.Cramer(Codes, Levels, other.Codes, other.Levels),
        (true, false) => Association.Ratio(Codes, Levels, other.Numbers),
        (false, true) => Association.Ratio(other.Codes, other.Levels, Numbers),
        _ => kind switch
        {
            CorrelationKind.Ratio => AssociationStrength.None,
            CorrelationKind.Spearman => Association.Spearman(Numbers, other.Numbers),
            CorrelationKind.Kendall => Association.Kendall(Numbers, other.Numbers),
            _ => Association.Pearson(Numbers, other.Numbers),
        },
    };

    /// <summary>Computes the association with itself: 1 if it varies at all.</summary>
    internal double WithItself()
    {
        if (IsCategory)
        {
            return Levels > 1 ? 1 : double.NaN;
        }

        double[] present = Array.FindAll(Numbers, number => !double.IsNaN(number));
        return present.Length > 1 && Array.Exists(present, number => number != present[0]) ? 1 : double.NaN;
    }
}
