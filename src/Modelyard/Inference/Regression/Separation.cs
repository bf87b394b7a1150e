using Modelyard.Linear;

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
    /// <param name="link">The link.</param>
    /// <param name="data">The data.</param>
    /// <param name="before">The sums of the rows before the last step.</param>
    /// <param name="after">The sums after it.</param>
    /// <param name="means">The means after it.</param>
    /// <param name="coefficients">The coefficients after it.</param>
    internal static void Refuse(RegressionFamily family, RegressionLink link, RegressionData data, double[] before, double[] after, double[] means, double[] coefficients)
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
            throw Named(family, link, data, moving, coefficients);
        }
    }

    /// <summary>Makes the error of a likelihood without a maximum whose columns are not known.</summary>
    internal static ModelyardException Unnamed(RegressionFamily family, RegressionData data) => new(
        $"The likelihood of '{data.TargetName}' has no maximum: means go to the ends of their range for the family '{family.Name}', and no coefficient is finite. Leave out a feature that nearly tells the target, or group rare levels.");

    private static ModelyardException Named(RegressionFamily family, RegressionLink link, RegressionData data, int moving, double[] coefficients)
    {
        string[] alone = [.. Alone(family, data)], together = alone.Length > 0 ? [] : [.. Together(data, coefficients).Select(name => $"'{name}'")];
        string rows = moving == data.Design.RowCount ? "all rows" : $"{moving:N0} of {data.Design.RowCount:N0} rows";
        string kind = moving == data.Design.RowCount ? "complete" : "quasi-complete";
        string what = family.IsBinomial
            ? $"A {kind} separation: the features tell '{data.TargetName}' without error in {rows}"
            : $"A separation: the features tell that '{data.TargetName}' is 0 in {rows}";
        string by = alone.Length > 0
            ? string.Join("; ", alone.Take(MostNamed)) + (alone.Length > MostNamed ? $"; and {alone.Length - MostNamed} more" : "")
            : together.Length == 1 ? $"{together[0]} does" : $"together {string.Join(", ", together)} do";
        string remedy = Penalised(family, link) is { } learner ? $"group rare levels, or take a penalty ({learner})" : "or group rare levels";
        return new ModelyardException($"{what}, so that no coefficient is finite: {by}. Leave out what tells it, {remedy}.");
    }

    /// <summary>Names the estimator that fits the same model with a penalty; null if there is none.</summary>
    private static string? Penalised(RegressionFamily family, RegressionLink link) =>
        family.IsBinomial ? (link == RegressionLink.Logit ? nameof(LogisticRegression) : nameof(BinomialRegression))
        : family == RegressionFamily.Poisson ? nameof(PoissonRegression)
        : !double.IsNaN(family.Alpha) ? null
        : nameof(TweedieRegression);

    /// <summary>Lists what parts the target by itself: columns, and levels that others are compared with, which have none.</summary>
    private static IEnumerable<string> Alone(RegressionFamily family, RegressionData data)
    {
        foreach (DesignTerm term in data.Design.Terms.Where(term => term.Products.Count > 0))
        {
            // Of two levels the column of the other says it already.
            if (term.Count > 1 && term.Products is [{ Columns: [{ IsCategory: true, IsFull: false } category] }]
                && Parted(family, data, row => HasReference(data, term, row) ? 1 : 0, $"'{term.Name}' is '{category.Levels[0]}'", $"'{term.Name}' is not '{category.Levels[0]}'") is { } reference)
            {
                yield return reference;
            }

            for (int column = term.First; column < term.First + term.Count; column++)
            {
                int place = column;
                string name = data.Design.Columns[column];
                if ((IsIndicator(data, column)
                    ? Parted(family, data, row => data.Design.Values[row, place], $"'{name}' is 1", $"'{name}' is 0")
                    : Cut(family, data, column)) is { } own)
                {
                    yield return own;
                }
            }
        }
    }

    private static bool HasReference(RegressionData data, DesignTerm term, int row) => data.Design.Values.Row(row).Slice(term.First, term.Count).IndexOfAnyExcept(0.0) < 0;

    /// <summary>Says that one class alone, or the count 0 alone, occurs where an indicator is 1, or where it is 0; null if neither holds.</summary>
    private static string? Parted(RegressionFamily family, RegressionData data, Func<int, double> indicator, string where, string elsewhere)
    {
        ((double low0, double high0), (double low1, double high1)) = Ranges(family, data, indicator);
        string zero = $"'{data.TargetName}' is always {Level(data, 0)} where", one = $"'{data.TargetName}' is always {Level(data, 1)} where";
        return high1 == 0 ? $"{zero} {where}"
            : low1 == 1 ? $"{zero} {elsewhere}"
            : !family.IsBinomial ? null
            : high0 == 0 ? $"{one} {where}"
            : low0 == 1 ? $"{one} {elsewhere}"
            : null;
    }

    /// <summary>Says at which value a column parts the classes, or the count 0 from others that share one value; null if it does not.</summary>
    private static string? Cut(RegressionFamily family, RegressionData data, int column)
    {
        ((double low0, double high0), (double low1, double high1)) = Ranges(family, data, row => data.Design.Values[row, column]);
        string name = data.Design.Columns[column], zero = $"'{data.TargetName}' is always {Level(data, 0)} where '{name}' is", one = $"'{data.TargetName}' is always {Level(data, 1)} where '{name}' is";
        return family.IsBinomial
            ? low1 >= high0 ? $"{one} above {high0:G6}, and {Level(data, 0)} below" : low0 >= high1 ? $"{zero} above {high1:G6}, and {Level(data, 1)} below" : null
            : low1 != high1 || low0 == high0 ? null
            : low0 >= low1 ? $"{zero} above {low1:G6}" : high0 <= low1 ? $"{zero} below {low1:G6}" : null;
    }

    /// <summary>Computes the least and the greatest value beside the target 0 and beside targets above it; a share is both.</summary>
    private static ((double Low, double High) OfZero, (double Low, double High) OfOthers) Ranges(RegressionFamily family, RegressionData data, Func<int, double> value)
    {
        double low0 = double.PositiveInfinity, high0 = double.NegativeInfinity, low1 = low0, high1 = high0;
        for (int row = 0; row < data.Design.RowCount; row++)
        {
            double own = value(row), target = data.Target[row];
            if (family.IsBinomial ? target < 1 : target == 0)
            {
                (low0, high0) = (Math.Min(low0, own), Math.Max(high0, own));
            }

            if (target > 0)
            {
                (low1, high1) = (Math.Min(low1, own), Math.Max(high1, own));
            }
        }

        return ((low0, high0), (low1, high1));
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
