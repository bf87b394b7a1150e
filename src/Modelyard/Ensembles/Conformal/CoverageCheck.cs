using System.Globalization;
using Modelyard.Learning;
using Modelyard.Probability;

namespace Modelyard.Ensembles;

/// <summary>Represents how often intervals or sets held the truth on rows that nothing was learned from.</summary>
/// <param name="Wanted">The share that was asked for.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Reached">The share of the rows whose truth was held.</param>
/// <param name="Low">The lower end of the 95 % interval of that share (Wilson).</param>
/// <param name="High">The upper end.</param>
/// <param name="Size">The mean width of the intervals, or the mean number of classes of the sets.</param>
/// <param name="Groups">The shares of the groups, if there are groups, in ordinal order.</param>
public sealed record CoverageCheck(double Wanted, int Rows, double Reached, double Low, double High, double Size, IReadOnlyList<GroupCoverage> Groups)
{
    /// <summary>Gets what the groups are values of: a column, or the true class; empty without groups.</summary>
    public string GroupedBy { get; init; } = "";

    /// <summary>Gets the share of the sets that hold no class; NaN for intervals.</summary>
    public double EmptyShare { get; init; } = double.NaN;

    /// <summary>Gets the share of the sets that hold one class; NaN for intervals.</summary>
    public double SingleShare { get; init; } = double.NaN;

    /// <summary>Gets the number of rows that the errors were taken of by which intervals or sets are made; 0 if it is not known. Of few, models of the same law hold rather more or less than was asked for.</summary>
    public int ScoredRows { get; init; }

    /// <summary>Gets a value indicating whether the share is below what was asked for by more than chance, that of these rows and that of the rows whose errors were taken.</summary>
    public bool IsBroken => IsBelow(Reached, Rows, ScoredRows, 0.05);

    /// <summary>Gets the groups whose share is below what was asked for by more than chance, with regard to the number of groups (Bonferroni).</summary>
    public IReadOnlyList<GroupCoverage> BrokenGroups => [.. Groups.Where(group => IsBelow(group.Reached, group.Rows, group.ScoredRows, 0.05 / Groups.Count))];

    /// <summary>Checks a model that gives intervals or sets.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Rows that nothing was learned from, one or more.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The check; null if the model gives neither.</returns>
    public static CoverageCheck? Of(IPredictiveModel model, Dataset data, int degree = 1) => model switch
    {
        ConformalRegressionModel intervals => intervals.Check(data, degree),
        ConformalClassificationModel sets => sets.Check(data, degree),
        _ => null,
    };

    /// <summary>Says in words how often the truth of each group was held.</summary>
    /// <returns>A list such as <c>calm 90.2 %, wild 89.1 %</c>; of many groups those held least, and the number of the others; empty without groups.</returns>
    public string DescribeGroups()
    {
        const int Most = 20;
        IEnumerable<GroupCoverage> shown = Groups.Count <= Most ? Groups : Groups.OrderBy(group => group.Reached).Take(Most);
        return string.Join(", ", shown.Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Group} {100 * group.Reached:0.0} %"))) + (Groups.Count > Most ? $" and {Groups.Count - Most:N0} others held as often or more" : "");
    }

    /// <summary>Says in words that a promise is not kept.</summary>
    /// <returns>What is held less often than was asked for, in all and within groups, and what may be done; empty if all is held, give or take chance.</returns>
    public string DescribeFault()
    {
        const int Most = 5;
        string what = double.IsNaN(SingleShare) ? "intervals" : "sets";
        IReadOnlyList<GroupCoverage> broken = BrokenGroups;
        string[] parts =
        [
            .. IsBroken ? [$"of these rows they hold {Share(Reached, Low, High)}"] : Array.Empty<string>(),
            .. broken.OrderBy(group => group.Reached).Take(Most).Select(group => $"where {GroupedBy} is '{group.Group}' {Share(group.Reached, group.Low, group.High)}"),
        ];
        return parts.Length == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"The {what} promise to hold the truth in {100 * Wanted:0.##} % of cases; {string.Join(", ", parts)}{(broken.Count > Most ? $" and {broken.Count - Most:N0} others" : "")}. These rows are unlike those that the model learned from, or it learned from few: find out what has changed, or learn again from rows like these.");
    }

    /// <summary>Says in words how often the truth was held.</summary>
    /// <param name="task">What is predicted: numbers have intervals, classes sets.</param>
    /// <param name="rows">Which rows they are, as a sentence speaks of them.</param>
    /// <returns>A line such as <c>90 % asked, 91.2 % [89.5, 92.7] held on the test rows, mean width 3,210</c>.</returns>
    public string Describe(TaskKind task, string rows = "the test rows")
    {
        string size = !double.IsFinite(Size) ? "without end" : Size.ToString(Size >= 1000 ? "#,0" : Size >= 10 ? "0.0" : "0.00##", CultureInfo.InvariantCulture);
        string sets = double.IsNaN(SingleShare) ? "" : string.Create(CultureInfo.InvariantCulture, $": {100 * SingleShare:0.0} % of one, {100 * EmptyShare:0.0} % of none");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * Wanted:0.##} % asked, {Share(Reached, Low, High)} held on {rows}, {(task == TaskKind.Regression ? $"mean width {size}" : $"{size} classes on average{sets}")}");
    }

    /// <summary>Says whether a share is surely below what was asked for. What a model holds is beta-distributed about that, with the number of its errors and one more (Vovk (2012), Conditional Validity of Inductive Conformal Predictors).</summary>
    private bool IsBelow(double reached, int rows, int scored, double level)
    {
        double spread = Math.Sqrt(Wanted * (1 - Wanted) * ((1.0 / rows) + (scored > 0 ? 1.0 / (scored + 2) : 0)));
        return WilsonInterval.Of(reached, rows, 1 - level).High < Wanted && reached < Wanted - (Normal.Quantile(1 - (level / 2)) * spread);
    }

    private static string Share(double share, double low, double high) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} % [{100 * low:0.0}, {100 * high:0.0}]");
}
