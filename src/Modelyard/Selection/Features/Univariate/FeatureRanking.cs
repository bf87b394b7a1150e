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
/// of a category and a number the test with the two in each other's place. Tests are ordered by p-value, then by effect. Weights of rows are not looked at. What is told by two features
/// together only, such as by their product, no ranking of this kind finds.
/// </remarks>
public sealed class FeatureRanking
{
    private const int MostDrawn = 30;

    private FeatureRanking(FeatureMeasure measure, string target, int rows, IReadOnlyList<RankedFeature> features, double noise)
    {
        Measure = measure;
        TargetName = target;
        RowCount = rows;
        Features = features;
        NoiseLevel = noise;
    }

    /// <summary>Gets what the features are ranked by.</summary>
    public FeatureMeasure Measure { get; }

    /// <summary>Gets the name of the target.</summary>
    public string TargetName { get; }

    /// <summary>Gets the number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Gets the features, those that say most first, those of which there is no test last.</summary>
    public IReadOnlyList<RankedFeature> Features { get; }

    /// <summary>Gets the greatest mutual information of a feature with a target whose rows were shuffled: what chance alone reaches; NaN if it was not asked for.</summary>
    public double NoiseLevel { get; }

    /// <summary>Ranks the features of a data set.</summary>
    /// <param name="data">The rows; their features are dense.</param>
    /// <param name="measure">What they are ranked by.</param>
    /// <param name="context">The number of threads, the seed of the shuffle, and the end if it is cancelled or out of time.</param>
    /// <param name="neighbors">The number of nearest neighbours of mutual information, 1 or more.</param>
    /// <param name="findNoise">Whether mutual information is computed with a shuffled target too, which takes as long again.</param>
    /// <returns>The ranking.</returns>
    /// <exception cref="ModelyardException">There is no target, the measure does not suit it, or the features are sparse.</exception>
    public static FeatureRanking Compute(Dataset data, FeatureMeasure measure, FitContext context, int neighbors = 3, bool findNoise = false)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        FeatureValues.Require(data, nameof(FeatureRanking));
        Check(data, measure);
        FeatureValues[] columns = FeatureValues.All(data, context);
        var features = new RankedFeature[data.FeatureCount];
        double[] noise = new double[data.FeatureCount];
        Dataset? shuffled = findNoise && measure == FeatureMeasure.MutualInformation ? Shuffle(data, context) : null;
        ParallelLoop.For(
            features.Length,
            context.Parallelism,
            feature =>
            {
                context.Checkpoint();
                FeatureValues values = columns[feature];
                features[feature] = measure == FeatureMeasure.MutualInformation
                    ? new RankedFeature(values.Feature.Name, "mutual information", FeatureInformation.Of(values, data, neighbors), double.NaN, double.NaN, double.NaN, values.Present)
                    : Ranked(values.Feature.Name, FeatureTests.Run(values, data, measure));
                noise[feature] = shuffled is null ? double.NaN : FeatureInformation.Of(values, shuffled, neighbors);
            },
            context.Cancellation);
        IReadOnlyList<double> adjusted = MultipleTests.BenjaminiHochberg([.. features.Select(one => one.PValue)]);
        IEnumerable<RankedFeature> named = features.Select((one, i) => one with { AdjustedPValue = adjusted[i] });
        RankedFeature[] ranked = measure == FeatureMeasure.MutualInformation
            ? [.. named.OrderByDescending(one => one.Score)]
            : [.. named.OrderBy(one => double.IsNaN(one.PValue)).ThenBy(one => one.PValue).ThenByDescending(one => one.Effect)];
        return new FeatureRanking(measure, data.TargetName, data.RowCount, ranked, noise.Max());
    }

    /// <summary>Names the features whose test holds against chance, the expected share of false ones among them being at most a level.</summary>
    /// <param name="level">The share, between 0 and 1.</param>
    /// <returns>The names, in the order of the ranking.</returns>
    /// <exception cref="ModelyardException">The ranking is by mutual information, which has no p-values.</exception>
    public IReadOnlyList<string> Significant(double level = 0.05)
    {
        if (!(level is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, $"The level is '{level}' and must lie between 0 and 1.");
        }

        return Measure == FeatureMeasure.MutualInformation
            ? throw new ModelyardException("Mutual information has no p-values. Rank by another measure, or take features above 'NoiseLevel'.")
            : [.. Features.Where(feature => feature.AdjustedPValue <= level).Select(feature => feature.Name)];
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
        text.Append("feature".PadRight(width)).AppendLine(isInformation ? "  information" : $"  {"test",-18} {"statistic",10} {"effect",7} {"p",9} {"adjusted p",10}");
        foreach (RankedFeature one in Features)
        {
            text.Append(one.Name.PadRight(width));
            text.AppendLine(isInformation
                ? $"  {NumberText.Score(one.Score),11}"
                : string.Create(CultureInfo.InvariantCulture, $"  {one.Test,-18} {NumberText.Score(one.Score),10} {NumberText.Score(one.Effect),7} {NumberText.Score(one.PValue),9} {NumberText.Score(one.AdjustedPValue),10}"));
        }

        return text.ToString();
    }

    private bool IsBeyondChance(RankedFeature one) => Measure == FeatureMeasure.MutualInformation ? one.Score > NoiseLevel : one.AdjustedPValue <= 0.05;

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

    private static Dataset Shuffle(Dataset data, FitContext context)
    {
        int[] order = context.Random().Permutation(data.RowCount);
        return data.Task == TaskKind.Regression
            ? Dataset.ForRegression(data.Features, Array.ConvertAll(order, row => data.Target[row]), data.Schema, data.TargetName)
            : Dataset.ForClassification(data.Features, Array.ConvertAll(order, row => data.Labels[row]), data.Classes, data.Schema, data.TargetName);
    }
}
