using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Preparation.Text;

namespace Modelyard.Explanation.Shapley;

/// <summary>Makes rows that a model may meet from the profile of its training data, where none of those rows is at hand.</summary>
/// <remarks>
/// Each column has the values, levels and missing cells that the profile tells, in its proportions, and is drawn apart from the others: what columns have to do with each other a profile does
/// not tell. Texts have no words.
/// </remarks>
public static class ProfileBackground
{
    private const int MostCells = 1 << 24;

    /// <summary>Makes rows.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="features">The features of the model; those that the profile does not have are missing.</param>
    /// <param name="rows">The number of rows, at least 1; fewer are made where rows with the terms of texts are wide.</param>
    /// <param name="seed">The seed of random numbers, which only say how the values of a column are strewn over the rows.</param>
    /// <returns>Rows x features.</returns>
    public static Matrix Of(TableProfile profile, FeatureSchema features, int rows = 2000, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        rows = Math.Clamp(MostCells / Math.Max(1, features.Count), 1, rows);
        var columns = profile.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var layout = TermLayout.Find(features);
        int count = layout?.Columns.Count ?? features.Count;
        var background = new Matrix(rows, features.Count);
        for (int feature = 0; feature < count; feature++)
        {
            if (layout is not null && layout.Texts.Contains(feature))
            {
                continue;
            }

            ColumnProfile? column = columns.GetValueOrDefault(features[feature].Name);
            int[] order = new RandomStream(seed, (ulong)feature).Permutation(rows);
            for (int row = 0; row < rows; row++)
            {
                background[order[row], feature] = column is null ? double.NaN : ValueAt(column, (row + 0.5) / rows);
            }
        }

        return background;
    }

    /// <summary>Finds the value below which a share of the rows lies; the missing cells stand last.</summary>
    private static double ValueAt(ColumnProfile column, double share)
    {
        double rank = share * column.Rows;
        for (int bin = 0; bin < column.Counts.Count; bin++)
        {
            if (rank < column.Counts[bin])
            {
                return column.Kind == FeatureKind.Categorical ? bin : ValueIn(column, bin, rank / column.Counts[bin]);
            }

            rank -= column.Counts[bin];
        }

        return double.NaN;
    }

    private static double ValueIn(ColumnProfile column, int bin, double share)
    {
        double low = bin > 0 ? column.Borders[bin - 1] : column.Minimum, high = bin < column.Borders.Count ? column.Borders[bin] : column.Maximum;

        // Fewer bins than are asked for are those of values that repeat, and borders are such values.
        return column.Counts.Count < TableProfiler.Bins ? high : low + (share * (high - low));
    }
}
