using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Probability;
using Modelyard.Selection.Features;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Holds rankings of features to tables whose truth is known.</summary>
public sealed class FeatureRankingTests
{
    [Fact]
    public void What_the_target_is_made_of_stands_first_by_every_measure()
    {
        Dataset data = Numbers(1500, 3);
        foreach (FeatureMeasure measure in new[] { FeatureMeasure.MutualInformation, FeatureMeasure.F, FeatureMeasure.Spearman })
        {
            Assert.Equal("x0", FeatureRanking.Compute(data, measure, FitContext.Default).Features[0].Name);
        }

        Dataset classes = Classes(1500, 4);
        foreach (FeatureMeasure measure in new[] { FeatureMeasure.MutualInformation, FeatureMeasure.F, FeatureMeasure.ChiSquare, FeatureMeasure.KruskalWallis })
        {
            var ranking = FeatureRanking.Compute(classes, measure, FitContext.Default);
            Assert.Equal("colour", ranking.Features[0].Name);
            Assert.Equal("x0", ranking.Features[1].Name);
            RankedFeature constant = ranking.Features.Single(one => one.Name == "constant");
            Assert.Equal(measure == FeatureMeasure.MutualInformation ? 0 : double.NaN, constant.Score);
            Assert.True(measure == FeatureMeasure.MutualInformation || ranking.Features[^1] == constant);
        }
    }

    [Fact]
    public void P_values_are_adjusted_for_the_number_of_features_that_have_one()
    {
        var ranking = FeatureRanking.Compute(Classes(800, 4), FeatureMeasure.F, FitContext.Default);
        Assert.Equal(MultipleTests.BenjaminiHochberg([.. ranking.Features.Select(one => one.PValue)]), ranking.Features.Select(one => one.AdjustedPValue));
        Assert.Equal(["colour", "x0"], ranking.Significant(0.01));
        Assert.Equal("chi-square", ranking.Features.Single(one => one.Name == "colour").Test);
    }

    [Fact]
    public void Noise_is_found_at_the_stated_rate_and_no_more()
    {
        // Of 400 tables of noise, the adjusted tests find something in about five in a hundred.
        int found = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            Dataset data = Noise(60, 10, seed);
            found += FeatureRanking.Compute(data, FeatureMeasure.KruskalWallis, new FitContext { Parallelism = 1 }).Significant(0.05).Count > 0 ? 1 : 0;
        }

        Assert.InRange(found, 5, 32);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mutual_information_finds_noise_at_the_stated_rate_and_no_more(bool isNumber)
    {
        // Of 200 tables of noise at most ten are expected to have a finding; 20 or more would be a chance of one in five hundred.
        int found = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            Dataset data = isNumber ? SelectionTables.Noise(60, 10, seed) : Noise(60, 10, seed);
            found += FeatureRanking.Compute(data, FeatureMeasure.MutualInformation, new FitContext { Seed = seed, Parallelism = 2 }).Significant(0.05).Count > 0 ? 1 : 0;
        }

        Assert.InRange(found, 1, 19);
    }

    [Fact]
    public void A_weak_line_and_a_fast_wave_are_beyond_chance_and_stand_before_noise()
    {
        var random = new RandomStream(12);
        var features = new Matrix(1200, 12);
        double[] target = new double[features.Rows];
        for (int row = 0; row < target.Length; row++)
        {
            for (int feature = 0; feature < features.Columns; feature++)
            {
                features[row, feature] = random.NextGaussian();
            }

            target[row] = (0.3 * features[row, 5]) + (1.2 * Math.Sin(20 * features[row, 7])) + (0.3 * random.NextGaussian());
        }

        var ranking = FeatureRanking.Compute(Dataset.ForRegression(features, target), FeatureMeasure.MutualInformation, FitContext.Default);
        Assert.Equal(["x5", "x7"], ranking.Significant().Order());
        Assert.Equal(["x5", "x7"], ranking.Features.Take(2).Select(one => one.Name).Order());
        Assert.Equal([true, true, false], ranking.ToChart().Items.Take(3).Select(item => item.IsHighlighted));
        Assert.Contains("adjusted p", ranking.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_category_of_many_levels_is_tested_by_shuffles()
    {
        // 90 levels of one or two rows each: the law of chi-square would not hold.
        var random = new RandomStream(3);
        var features = new Matrix(150, 2);
        for (int row = 0; row < features.Rows; row++)
        {
            (features[row, 0], features[row, 1]) = (random.NextInt(90), random.NextInt(2));
        }

        var schema = new FeatureSchema(new Feature("many", FeatureKind.Categorical) { Levels = [.. Enumerable.Range(0, 90).Select(level => $"l{level}")] }, new Feature("told"));
        Dataset data = Dataset.ForClassification(features, [.. Enumerable.Range(0, 150).Select(row => (int)features[row, 1])], ["no", "yes"], schema);
        Assert.Equal(["told"], FeatureRanking.Compute(data, FeatureMeasure.MutualInformation, FitContext.Default).Significant());
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        Dataset data = Numbers(500, 9);
        foreach (FeatureMeasure measure in new[] { FeatureMeasure.MutualInformation, FeatureMeasure.F })
        {
            Assert.Equal(
                FeatureRanking.Compute(data, measure, new FitContext { Parallelism = 1 }).Features,
                FeatureRanking.Compute(data, measure, new FitContext { Parallelism = 4 }).Features);
        }
    }

    [Fact]
    public void What_cannot_be_ranked_is_refused_in_words()
    {
        Dataset numbers = Numbers(50, 1), classes = Classes(50, 1);
        string Message(Dataset data, FeatureMeasure measure) => Assert.Throws<ModelyardException>(() => FeatureRanking.Compute(data, measure, FitContext.Default)).Message;
        Assert.Contains("'ChiSquare' is for classes", Message(numbers, FeatureMeasure.ChiSquare), StringComparison.Ordinal);
        Assert.Contains("'Spearman' is for numbers", Message(classes, FeatureMeasure.Spearman), StringComparison.Ordinal);
        Assert.Contains("has none", Message(Dataset.WithoutTarget(numbers.Features), FeatureMeasure.F), StringComparison.Ordinal);
        Assert.Contains("ToDense", Message(Dataset.ForRegression(SparseMatrix.From(numbers.Features), numbers.Target.ToArray()), FeatureMeasure.F), StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => FeatureRanking.Compute(numbers, FeatureMeasure.F, new FitContext { Cancellation = new CancellationToken(true) }));
    }

    private static Dataset Numbers(int rows, ulong seed)
    {
        var random = new RandomStream(seed);
        var features = new Matrix(rows, 5);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int feature = 0; feature < 5; feature++)
            {
                features[row, feature] = random.NextGaussian();
            }

            target[row] = Math.Exp(features[row, 0]) + (0.3 * random.NextGaussian());
        }

        return Dataset.ForRegression(features, target);
    }

    private static Dataset Classes(int rows, ulong seed)
    {
        var random = new RandomStream(seed);
        var features = new Matrix(rows, 4);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            int colour = random.NextInt(3);
            labels[row] = random.NextInt(4) == 0 ? random.NextInt(2) : colour == 1 ? 1 : 0;
            (features[row, 0], features[row, 1], features[row, 2], features[row, 3]) = (random.NextGaussian() + (0.6 * labels[row]), random.NextInt(20) == 0 ? double.NaN : colour, 4.2, random.NextGaussian());
        }

        var schema = new FeatureSchema(new Feature("x0"), new Feature("colour", FeatureKind.Categorical) { Levels = ["red", "green", "blue"] }, new Feature("constant"), new Feature("noise"));
        return Dataset.ForClassification(features, labels, ["no", "yes"], schema);
    }

    private static Dataset Noise(int rows, int count, ulong seed)
    {
        var random = new RandomStream(seed, 99);
        var features = new Matrix(rows, count);
        foreach (ref double value in features.AsSpan())
        {
            value = random.NextGaussian();
        }

        return Dataset.ForClassification(features, [.. Enumerable.Range(0, rows).Select(row => row % 3)], ["a", "b", "c"]);
    }
}
