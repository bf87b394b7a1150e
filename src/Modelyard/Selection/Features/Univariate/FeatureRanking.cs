using System.Globalization;
using System.Text;
using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Selection.Features;

/// <summary>Represents features in the order of what each of them alone says of the target.</summary>
/// <remarks>
/// A category that is missing is a level of its own. Of a number, tests leave out the rows in which it is missing; mutual information takes a missing cell for a value like any other, which says
/// <c>I(is missing; y) + share present · I(x; y | present)</c>, and is corrected for the levels of categories, as which it takes numbers of few values too. Of a feature whose kind does not suit a test the nearest of kin is taken, and named: of a category and classes the chi-square test,
/// of a category and a number the test with the two in each other's place. Tests are ordered by p-value, then by effect; by mutual information those beyond chance stand first, each part by its value.
/// Its p-value is that of the chi-square test of levels or ranges, by shuffles where the table is sparse, or of shuffles of the estimate itself, the less of both doubled. Weights of rows are not looked at. What is told by two features
/// together only, such as by their product, no ranking of this kind finds.
/// </remarks>
public sealed class FeatureRanking
{
    private const int MostDrawn = 30;
    private const double UsualLevel = 0.05;

    private FeatureRanking(FeatureMeasure measure, string target, int rows, IReadOnlyList<RankedFeature> features)
    {
        Measure = measure;
        TargetName = target;
        RowCount = rows;
        Features = features;
    }

    /// <summary>Gets what the features are ranked by.</summary>
    public FeatureMeasure Measure { get; }

    /// <summary>Gets the name of the target.</summary>
    public string TargetName { get; }

    /// <summary>Gets the number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Gets the features, those that say most first, those of which there is no test last.</summary>
    public IReadOnlyList<RankedFeature> Features { get; }

    /// <summary>Ranks the features of a data set.</summary>
    /// <param name="data">The rows; their features are dense.</param>
    /// <param name="measure">What they are ranked by.</param>
    /// <param name="context">The number of threads, the seed of the shuffles, and the end if it is cancelled or out of time.</param>
    /// <param name="neighbors">The number of nearest neighbours of mutual information, 1 or more.</param>
    /// <param name="tests">Whether mutual information is tested against chance, which takes longer; without it its p-values are NaN. The other measures are tests.</param>
    /// <returns>The ranking.</returns>
    /// <exception cref="ModelyardException">There is no target, the measure does not suit it, or the features are sparse.</exception>
    public static FeatureRanking Compute(Dataset data, FeatureMeasure measure, FitContext context, int neighbors = 3, bool tests = true)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        FeatureValues.Require(data, nameof(FeatureRanking));
        Check(data, measure);
        FeatureValues[] columns = FeatureValues.All(data, context);
        var features = new RankedFeature[data.FeatureCount];
        bool isInformation = measure == FeatureMeasure.MutualInformation;
        InformationTest? test = isInformation && tests ? new InformationTest(data, columns, neighbors, context) : null;
        ParallelLoop.For(
            features.Length,
            context.Parallelism,
            feature =>
            {
                context.Checkpoint();
                FeatureValues values = columns[feature];
                (double chance, bool isUpperBound) = test?.PValue(feature, values) ?? (double.NaN, false);
                features[feature] = isInformation
                    ? new RankedFeature(values.Feature.Name, "mutual information", FeatureInformation.Of(values, data, neighbors), double.NaN, chance, double.NaN, values.Present) { IsUpperBound = isUpperBound }
                    : Ranked(values.Feature.Name, FeatureTests.Run(values, data, measure));
            },
            context.Cancellation);
        IReadOnlyList<double> adjusted = MultipleTests.BenjaminiHochberg([.. features.Select(one => one.PValue)]);
        IEnumerable<RankedFeature> named = features.Select((one, i) => one with { AdjustedPValue = adjusted[i] });
        RankedFeature[] ranked = isInformation
            ? [.. named.OrderBy(one => !IsBeyondChance(one)).ThenByDescending(one => one.Score)]
            : [.. named.OrderBy(one => double.IsNaN(one.PValue)).ThenBy(one => one.PValue).ThenByDescending(one => one.Effect)];
        return new FeatureRanking(measure, data.TargetName, data.RowCount, ranked);
    }

    /// <summary>Names the features whose test holds against chance, the expected share of false ones among them being at most a level.</summary>
    /// <param name="level">The share, between 0 and 1.</param>
    /// <returns>The names, in the order of the ranking.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public IReadOnlyList<string> Significant(double level = UsualLevel)
    {
        if (!(level is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, $"The level is '{level}' and must lie between 0 and 1.");
        }

        return [.. Features.Where(feature => feature.AdjustedPValue <= level).Select(feature => feature.Name)];
    }

    /// <summary>Creates a chart of bars, of at most thirty features: of the mutual information, or of the effects of the tests.</summary>
    /// <returns>The chart; features that chance alone does not explain stand out.</returns>
    public BarChart ToChart()
    {
        bool isInformation = Measure == FeatureMeasure.MutualInformation;
        return new BarChart
        {
            Title = $"What each feature alone says of {TargetName}",
            Axis = new Axis { Label = isInformation ? "mutual information in nats" : "effect: share of the one that goes back to the other", Minimum = 0 },
            Items = [.. Features.Take(MostDrawn).Select(one => new BarItem(one.Name, isInformation ? one.Score : one.Effect, IsHighlighted: IsBeyondChance(one)))],
        };
    }

    /// <summary>Writes the ranking as a table.</summary>
    /// <returns>A header and a line a feature.</returns>
    public override string ToString()
    {
        bool isInformation = Measure == FeatureMeasure.MutualInformation;
        int width = Math.Max("feature".Length, Features.Max(one => one.Name.Length));
        var text = new StringBuilder();
        text.Append("feature".PadRight(width)).AppendLine(isInformation ? $"  information {"p",9} {"adjusted p",10}" : $"  {"test",-18} {"statistic",10} {"effect",7} {"p",9} {"adjusted p",10}");
        foreach (RankedFeature one in Features)
        {
            text.Append(one.Name.PadRight(width));
            text.AppendLine(isInformation
                ? $"  {NumberText.Score(one.Score),11} {NumberText.Score(one.PValue),9} {NumberText.Score(one.AdjustedPValue),10}"
                : string.Create(CultureInfo.InvariantCulture, $"  {one.Test,-18} {NumberText.Score(one.Score),10} {NumberText.Score(one.Effect),7} {NumberText.Score(one.PValue),9} {NumberText.Score(one.AdjustedPValue),10}"));
        }

        return text.ToString();
    }

    private static bool IsBeyondChance(RankedFeature one) => one.AdjustedPValue <= UsualLevel;

    private static RankedFeature Ranked(string name, UnivariateTest test) => new(name, test.Name, test.Statistic, test.Effect, test.PValue, double.NaN, test.Rows);

    private static void Check(Dataset data, FeatureMeasure measure)
    {
        if (!data.HasTarget)
        {
            throw new ModelyardException($"'{nameof(FeatureRanking)}' ranks features by what they say of a target and the data has none.");
        }

        bool isNumber = data.Task == TaskKind.Regression;
        if (isNumber ? measure is FeatureMeasure.ChiSquare or FeatureMeasure.KruskalWallis : measure == FeatureMeasure.Spearman)
        {
            throw new ModelyardException($"The target '{data.TargetName}' is a {(isNumber ? "number" : "class")} and '{measure}' is for {(isNumber ? "classes" : "numbers")}. Rank by '{FeatureMeasure.MutualInformation}', '{FeatureMeasure.F}' or '{(isNumber ? FeatureMeasure.Spearman : FeatureMeasure.KruskalWallis)}'.");
        }
    }
}
