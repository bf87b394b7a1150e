using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Preparation.Text;

namespace Modelyard.Explanation.Shapley;

/// <summary>Makes rows that a model may meet from the profile of its training data, where none of those rows is at hand.</summary>
/// <remarks>
/// Each column has the values, levels and missing cells that the profile tells, in its proportions, with its mean and its decimals, and is drawn apart from the others: what columns have to do with each other a profile does
/// not tell. A text has as many words as the profile tells, and each term in the share of rows that held it, more likely in long texts than in short ones. A profile of before terms were counted
/// gives texts without words: <see cref="Doubt"/> names them.
/// </remarks>
public static class ProfileBackground
{
    private const int MostCells = 1 << 24;
    private const int MostDecimals = 6;

    private static readonly double[] TimeUnits = [86400, 3600, 60, 1];

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
            ColumnProfile? column = columns.GetValueOrDefault(features[feature].Name);
            int text = layout is null ? -1 : Array.IndexOf(layout.Texts, feature);
            if (text >= 0)
            {
                if (HasTerms(column, features[feature]))
                {
                    FillText(column!, background, feature, layout!.Starts[text], seed);
                }

                continue;
            }

            int[] order = new RandomStream(seed, (ulong)feature).Permutation(rows);
            double[] values = column is null ? [.. Enumerable.Repeat(double.NaN, rows)] : ValuesOf(column, rows);
            for (int row = 0; row < rows; row++)
            {
                background[order[row], feature] = values[row];
            }
        }

        return background;
    }

    /// <summary>Says what is amiss with rows made from a profile that knows nothing of the words of texts, as it was made before they were counted.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="features">The features of the model.</param>
    /// <returns>A sentence that names the texts and says what to do; null if nothing is amiss.</returns>
    public static string? Doubt(TableProfile profile, FeatureSchema features)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(features);
        string[] texts = [.. features
            .Where(feature => feature.Kind == FeatureKind.Text && !HasTerms(profile.Columns.FirstOrDefault(column => column.Name == feature.Name), feature))
            .Select(feature => $"'{feature.Name}'")];
        return texts.Length == 0 ? null
            : $"The model file is of an earlier version, whose profile does not tell the words of {string.Join(", ", texts)}: rows that stand for others have none there, and what is said of such a column is said beside an empty text. Train the model again.";
    }

    private static bool HasTerms(ColumnProfile? column, Feature text) => column is not null && column.TermRows.Count == text.Levels.Count;

    /// <summary>Gives the rows of a text its number of words and its terms.</summary>
    private static void FillText(ColumnProfile column, Matrix background, int feature, int firstTerm, ulong seed)
    {
        int rows = background.Rows;
        int[] order = new RandomStream(seed, (ulong)feature).Permutation(rows);
        Grain grain = GrainOf(column);
        double[] words = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            // Words are whole; a bin holds those above its lower border.
            background[order[row], feature] = words[order[row]] = Math.Ceiling(ValueAt(column, grain, (row + 0.5) / rows));
        }

        var draw = new TermDraw(words);
        for (int term = 0; term < column.TermRows.Count; term++)
        {
            draw.Fill(background, firstTerm + term, (double)column.TermRows[term] / column.Rows, (double)column.TermCounts[term] / column.TermRows[term], new RandomStream(seed, (ulong)(firstTerm + term)));
        }
    }

    private static double[] ValuesOf(ColumnProfile column, int rows)
    {
        Grain grain = GrainOf(column);
        double[] values = [.. Enumerable.Range(0, rows).Select(row => ValueAt(column, grain, (row + 0.5) / rows))];
        Balance(values, column, grain);
        return values;
    }

    /// <summary>Finds the value below which a share of the rows lies; the missing cells stand last.</summary>
    private static double ValueAt(ColumnProfile column, Grain grain, double share)
    {
        double rank = share * column.Rows;
        for (int bin = 0; bin < column.Counts.Count; bin++)
        {
            if (rank < column.Counts[bin])
            {
                return column.Kind == FeatureKind.Categorical ? bin : ValueIn(column, grain, bin, rank / column.Counts[bin]);
            }

            rank -= column.Counts[bin];
        }

        return double.NaN;
    }

    /// <summary>Draws the values of an outer bin nearer to its inner border, until the mean is that of the column: in a long tail most values are near to where it begins.</summary>
    private static void Balance(double[] values, ColumnProfile column, Grain grain)
    {
        if (column.Kind == FeatureKind.Categorical || TableProfiler.HasRepeats(column))
        {
            return;
        }

        double[] present = Array.FindAll(values, value => !double.IsNaN(value));
        double excess = VectorKernels.Sum(present) - (column.Mean * present.Length), border = excess > 0 ? column.Borders[^1] : column.Borders[0];
        double beyond = present.Sum(value => excess > 0 ? Math.Max(0, value - border) : Math.Min(0, value - border));
        double share = beyond == 0 ? 1 : Math.Clamp(1 - (excess / beyond), 0, 1);
        for (int i = 0; i < values.Length; i++)
        {
            bool isOuter = excess > 0 ? values[i] > border : values[i] < border;
            values[i] = isOuter ? grain.Above(border + (share * (values[i] - border)), excess > 0 ? column.Maximum : border) : values[i];
        }
    }

    private static double ValueIn(ColumnProfile column, Grain grain, int bin, double share)
    {
        double low = bin > 0 ? column.Borders[bin - 1] : column.Minimum, high = bin < column.Borders.Count ? column.Borders[bin] : column.Maximum;

        // Fewer bins than are asked for are those of values that repeat, and borders are such values.
        return TableProfiler.HasRepeats(column) ? high : grain.Above(low + (share * (high - low)), high);
    }

    /// <summary>Finds the decimals of a column, or of times whole days, hours, minutes or seconds: borders and ends are values of the column.</summary>
    private static Grain GrainOf(ColumnProfile column)
    {
        double[] values = [.. column.Borders, column.Minimum, column.Maximum];
        return column.Kind == FeatureKind.Timestamp
            ? new Grain(-1, Array.Find(TimeUnits, seconds => Array.TrueForAll(values, one => one % seconds == 0)))
            : new Grain(Enumerable.Range(0, MostDecimals + 1).FirstOrDefault(count => Array.TrueForAll(values, one => Math.Round(one, count) == one), -1), 0);
    }

    /// <summary>Represents the steps of the values of a column.</summary>
    /// <param name="Decimals">The decimals of numbers; -1 if there is no such step.</param>
    /// <param name="Unit">The seconds between times; 0 if there is no such step.</param>
    private readonly record struct Grain(int Decimals, double Unit)
    {
        /// <summary>Rounds a value up to a step, as far as a bin reaches: one holds the values above its lower border.</summary>
        internal double Above(double value, double high) => Unit > 0 ? Math.Min(high, Math.Ceiling(value / Unit) * Unit)
            : Decimals >= 0 ? Math.Min(high, Math.Round(Math.Ceiling(value * Math.Pow(10, Decimals)) / Math.Pow(10, Decimals), Decimals))
            : value;
    }
}
