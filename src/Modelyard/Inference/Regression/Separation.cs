namespace Modelyard.Inference;

/// <summary>Finds out that a likelihood has no maximum, as means can go to the ends of their range, and by which columns they do.</summary>
/// <remarks>
/// Where a weighted sum of the columns parts the classes, or parts rows of the target 0 from others, its multiples are ever more likely. Each step of Newton's method then moves the sums of
/// the parted rows on by about as much as before, while those of the others stand still: that tells them apart.
/// Source: Albert and Anderson (1984), On the Existence of Maximum Likelihood Estimates in Logistic Regression Models, Biometrika 71(1).
/// </remarks>
internal static class Separation
{
    // Beside the greatest move of a sum, a row that moves less than the first share stands still, and one that moves more than the second goes on.
    private const double Still = 1e-3;
    private const double LeastMove = 0.02;

    // How near its target the mean of a row is that goes to the end of the range.
    private const double AtEnd = 0.01;
    private const int MostNamed = 5;

    /// <summary>Refuses data whose rows go on to the ends of the range of the mean.</summary>
    /// <param name="family">The family.</param>
    /// <param name="data">The data.</param>
    /// <param name="before">The sums of the rows before the last step.</param>
    /// <param name="after">The sums after it.</param>
    /// <param name="means">The means after it.</param>
    /// <param name="coefficients">The coefficients after it.</param>
    internal static void Refuse(RegressionFamily family, RegressionData data, double[] before, double[] after, double[] means, double[] coefficients)
    {
        if (!family.IsBinomial && !family.MayVanish)
        {
            return;
        }

        double greatest = 0;
        for (int row = 0; row < before.Length; row++)
        {
            greatest = Math.Max(greatest, Math.Abs(after[row] - before[row]));
        }

        int moving = 0;
        for (int row = 0; row < before.Length; row++)
        {
            double move = after[row] - before[row], target = data.Target[row];
            if (Math.Abs(move) <= Still * greatest)
            {
                continue;
            }

            bool isEnd = family.IsBinomial ? target is 0 or 1 : target == 0;
            if (!isEnd || Math.Abs(target - means[row]) > AtEnd || (target == 1 && family.IsBinomial ? move < 0 : move > 0))
            {
                return;
            }

            moving++;
        }

        if (greatest >= LeastMove && moving > 0)
        {
            throw Named(family, data, moving, coefficients);
        }
    }

    /// <summary>Makes the error of a likelihood without a maximum whose columns are not known.</summary>
    internal static ModelyardException Unnamed(RegressionFamily family, RegressionData data) => new(
        $"The likelihood of '{data.TargetName}' has no maximum: means go to the ends of their range for the family '{family.Name}', and no coefficient is finite. Leave out a feature that nearly tells the target, or group rare levels.");

    private static ModelyardException Named(RegressionFamily family, RegressionData data, int moving, double[] coefficients)
    {
        string[] alone = [.. Enumerable.Range(0, data.Design.Columns.Count).Select(column => Alone(family, data, column)).OfType<string>()];
        string rows = moving == data.Design.RowCount ? "all rows" : $"{moving:N0} of {data.Design.RowCount:N0} rows";
        string kind = moving == data.Design.RowCount ? "complete" : "quasi-complete";
        string what = family.IsBinomial
            ? $"A {kind} separation: the features tell '{data.TargetName}' without error in {rows}"
            : $"A separation: the features tell that '{data.TargetName}' is 0 in {rows}";
        string by = alone.Length > 0
            ? string.Join("; ", alone.Take(MostNamed)) + (alone.Length > MostNamed ? $"; and {alone.Length - MostNamed} more" : "")
            : $"together {string.Join(", ", Together(data, coefficients).Select(name => $"'{name}'"))} do";
        return new ModelyardException($"{what}, so that no coefficient is finite: {by}. Leave out what tells it, group rare levels, or take a penalty (LogisticRegression).");
    }

    /// <summary>Says how one column alone parts the target; null if it does not.</summary>
    private static string? Alone(RegressionFamily family, RegressionData data, int column)
    {
        if (data.Design.HasIntercept && column == 0)
        {
            return null;
        }

        double low0 = double.PositiveInfinity, high0 = double.NegativeInfinity, low1 = low0, high1 = high0;
        for (int row = 0; row < data.Design.RowCount; row++)
        {
            double value = data.Design.Values[row, column], target = data.Target[row];
            if (target == 0)
            {
                (low0, high0) = (Math.Min(low0, value), Math.Max(high0, value));
            }

            if (family.IsBinomial ? target == 1 : target > 0)
            {
                (low1, high1) = (Math.Min(low1, value), Math.Max(high1, value));
            }
        }

        string name = data.Design.Columns[column], zero = Level(data, 0), one = family.IsBinomial ? Level(data, 1) : "above 0";
        if (Math.Min(low0, low1) == 0 && Math.Max(high0, high1) == 1 && IsIndicator(data, column))
        {
            // A level, or a boolean, that occurs with one class alone.
            return high0 == 0 ? $"'{data.TargetName}' is always {one} where '{name}' is 1"
                : high1 == 0 ? $"'{data.TargetName}' is always {zero} where '{name}' is 1"
                : low0 == 1 ? $"'{data.TargetName}' is always {one} where '{name}' is 0"
                : low1 == 1 ? $"'{data.TargetName}' is always {zero} where '{name}' is 0"
                : null;
        }

        return !family.IsBinomial ? null
            : low1 >= high0 ? $"'{data.TargetName}' is always {one} where '{name}' is above {high0:G6}, and {zero} below"
            : low0 >= high1 ? $"'{data.TargetName}' is always {zero} where '{name}' is above {high1:G6}, and {one} below"
            : null;
    }

    private static bool IsIndicator(RegressionData data, int column)
    {
        for (int row = 0; row < data.Design.RowCount; row++)
        {
            if (data.Design.Values[row, column] is not (0 or 1))
            {
                return false;
            }
        }

        return true;
    }

    private static string Level(RegressionData data, int level) => data.TargetLevels.Count > level ? $"'{data.TargetLevels[level]}'" : $"{level}";

    /// <summary>Lists the columns whose share in the sums is great, the greatest first.</summary>
    private static IEnumerable<string> Together(RegressionData data, double[] coefficients)
    {
        double[] sizes = new double[coefficients.Length];
        for (int j = data.Design.HasIntercept ? 1 : 0; j < sizes.Length; j++)
        {
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            for (int row = 0; row < data.Design.RowCount; row++)
            {
                low = Math.Min(low, data.Design.Values[row, j]);
                high = Math.Max(high, data.Design.Values[row, j]);
            }

            sizes[j] = Math.Abs(coefficients[j]) * (high - low);
        }

        double most = sizes.Max();
        return Enumerable.Range(0, sizes.Length).Where(j => sizes[j] > 0.05 * most).OrderByDescending(j => sizes[j]).Take(MostNamed).Select(j => data.Design.Columns[j]);
    }
}
