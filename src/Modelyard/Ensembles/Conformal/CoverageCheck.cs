using System.Globalization;
using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Represents how often intervals or sets held the truth on rows that nothing was learned from.</summary>
/// <param name="Wanted">The share that was asked for.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Reached">The share of the rows whose truth was held.</param>
/// <param name="Low">The lower end of the 95 % interval of that share (Wilson).</param>
/// <param name="High">The upper end.</param>
/// <param name="Size">The mean width of the intervals, or the mean number of classes of the sets.</param>
/// <param name="Groups">The share of each group, if there are groups: by its name, or its value.</param>
public sealed record CoverageCheck(double Wanted, int Rows, double Reached, double Low, double High, double Size, IReadOnlyDictionary<string, double> Groups)
{
    /// <summary>Gets a value indicating whether the share is below what was asked for by more than chance.</summary>
    public bool IsBroken => High < Wanted;

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
        IEnumerable<KeyValuePair<string, double>> shown = Groups.Count <= Most ? Groups : Groups.OrderBy(group => group.Value).Take(Most);
        return string.Join(", ", shown.Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {100 * group.Value:0.0} %"))) + (Groups.Count > Most ? $" and {Groups.Count - Most:N0} others held as often or more" : "");
    }

    /// <summary>Says in words how often the truth was held.</summary>
    /// <param name="task">What is predicted: numbers have intervals, classes sets.</param>
    /// <returns>A line such as <c>90 % asked, 91.2 % [89.5, 92.7] held on the test rows, mean width 3,210</c>.</returns>
    public string Describe(TaskKind task)
    {
        string size = !double.IsFinite(Size) ? "without end" : Size.ToString(Size >= 1000 ? "#,0" : Size >= 10 ? "0.0" : "0.00##", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * Wanted:0.##} % asked, {100 * Reached:0.0} % [{100 * Low:0.0}, {100 * High:0.0}] held on the test rows, {(task == TaskKind.Regression ? $"mean width {size}" : $"{size} classes on average")}");
    }
}
