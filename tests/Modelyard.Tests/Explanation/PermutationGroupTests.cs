using System.Text.Json;
using Modelyard.Explanation;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Explanation;

public sealed class PermutationGroupTests
{
    private static readonly IMetric SquaredError = MetricCatalogue.Find("mse", TaskKind.Regression);

    [Fact]
    public void Means_are_those_of_scikit_learn_within_the_error_of_both()
    {
        JsonElement entry = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("dependence"))).RootElement.GetProperty("permutation");
        double[][] rows = entry.GetProperty("rows").Deserialize<double[][]>()!;
        double[] means = entry.GetProperty("means").Deserialize<double[]>()!, errors = entry.GetProperty("errors").Deserialize<double[]>()!;
        var data = Dataset.ForRegression(new Matrix([.. rows.SelectMany(row => row)], rows.Length, 4), entry.GetProperty("target").Deserialize<double[]>()!);
        IReadOnlyList<FeatureImportance> found = Compute(data, new PermutationOptions { Repeats = 400 });
        for (int feature = 0; feature < 4; feature++)
        {
            FeatureImportance own = found.Single(one => one.Feature == $"x{feature}");
            double error = (own.High - own.Low) / (2 * 1.966);
            Assert.InRange(own.Mean, means[feature] - (4 * Math.Sqrt((error * error) + (errors[feature] * errors[feature]))), means[feature] + (4 * Math.Sqrt((error * error) + (errors[feature] * errors[feature]))));
        }
    }

    [Fact]
    public void A_duplicated_feature_matters_alone_adds_nothing_and_is_found_as_a_pair()
    {
        // Ridge gives each of the two half the slope: y = 2 u, of which x0 and x1 are both u.
        Dataset data = Duplicated(2000);
        LinearModel model = Halved(data);
        const double Variance = 1;
        IReadOnlyList<FeatureImportance> plain = Compute(model, data, new PermutationOptions { Repeats = 20 });
        Assert.Equal(2 * Variance, Mean(plain, "x0"), 0.15);
        Assert.Equal(2 * Variance, Mean(plain, "x1"), 0.15);

        IReadOnlyList<FeatureImportance> conditional = Compute(model, data, new PermutationOptions { Repeats = 20, IsConditional = true });
        Assert.InRange(Mean(conditional, "x0"), 0, 0.02);
        Assert.InRange(Mean(conditional, "x1"), 0, 0.02);

        FeatureGroup pair = Assert.Single(FeatureGroup.FindCorrelated(data));
        Assert.Equal(["x0", "x1"], pair.Features);
        IReadOnlyList<FeatureImportance> grouped = Compute(model, data, new PermutationOptions { Repeats = 20, Groups = [pair] });
        Assert.Equal(["x0 + x1", "x2"], grouped.Select(one => one.Feature));
        Assert.Equal(2 * 4 * Variance, grouped[0].Mean, 0.5);

        // Nothing else tells of the pair, but for a tree that was grown on noise of other rows.
        IReadOnlyList<FeatureImportance> both = Compute(model, data, new PermutationOptions { Repeats = 20, Groups = [pair], IsConditional = true });
        Assert.Equal(2 * 4 * Variance, both[0].Mean, 0.8);
    }

    [Fact]
    public void A_feature_that_has_nothing_to_do_with_the_others_costs_as_much_within_subgroups()
    {
        Dataset data = Duplicated(2000);
        var own = Dataset.ForRegression(data.Features, [.. Enumerable.Range(0, 2000).Select(row => data.Features[row, 2])]);
        LinearModel model = new LinearRegression().Fit(own);
        double plain = Mean(Compute(model, own, new PermutationOptions { Repeats = 20 }), "x2");
        double conditional = Mean(Compute(model, own, new PermutationOptions { Repeats = 20, IsConditional = true }), "x2");

        // In a subgroup of m rows a row meets itself once in m times.
        Assert.InRange(conditional / plain, 0.88, 1);
    }

    [Fact]
    public void A_feature_of_noise_is_worth_nothing_on_average_and_its_chances_are_even()
    {
        const int Tables = 200, Repeats = 19;
        double[] means = new double[Tables], chances = new double[Tables];
        for (int table = 0; table < Tables; table++)
        {
            Dataset data = Noisy(table, 60, out Dataset others);
            LinearModel model = new LinearRegression().Fit(others);
            IReadOnlyList<FeatureImportance> found = PermutationImportance.Compute(model, data, SquaredError, new PermutationOptions { Repeats = Repeats }, new FitContext { Seed = (ulong)table, Parallelism = 1 });
            FeatureImportance noise = found.Single(one => one.Feature == "x1");
            (means[table], chances[table]) = (noise.Mean, noise.PValue);
            Assert.Equal(1.0 / (Repeats + 1), found.Single(one => one.Feature == "x0").PValue);
        }

        double mean = means.Average(), error = Math.Sqrt(means.Sum(one => (one - mean) * (one - mean)) / Tables / (Tables - 1));
        Assert.InRange(mean / error, -3, 3);

        // Of 200 tables 40 are expected at 20 in 100 and 100 at 50 in 100, give or take 6 and 7.
        Assert.InRange(chances.Count(chance => chance <= 0.2 + 1e-12), 22, 58);
        Assert.InRange(chances.Count(chance => chance <= 0.5 + 1e-12), 79, 121);
    }

    [Fact]
    public void A_model_that_does_not_read_a_feature_has_the_chance_1()
    {
        Dataset data = Noisy(1, 80, out _);
        LinearModel model = new Lasso { Alpha = 0.5 }.Fit(data);
        FeatureImportance noise = Compute(model, data, new PermutationOptions()).Single(one => one.Feature == "x1");
        Assert.Equal((0, 1), (noise.Mean, noise.PValue));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sparse_rows_and_any_number_of_threads_give_the_same(bool isConditional)
    {
        Dataset data = Duplicated(400);
        LinearModel model = new LinearRegression().Fit(Noisy(1, 400, out _).WithFeatures(data.Features, data.Schema));
        var sparse = Dataset.ForRegression(SparseMatrix.From(data.Features), data.Target.ToArray());
        var options = new PermutationOptions { Groups = [new FeatureGroup("both", ["x2", "x0"])], IsConditional = isConditional };
        IReadOnlyList<FeatureImportance> one = PermutationImportance.Compute(model, data, SquaredError, options, new FitContext { Parallelism = 1 });
        Assert.Equal(one, PermutationImportance.Compute(model, data, SquaredError, options, new FitContext { Parallelism = 4 }));
        IReadOnlyList<FeatureImportance> other = PermutationImportance.Compute(model, sparse, SquaredError, options, FitContext.Default);
        Assert.Equal(one.Select(each => each.Feature), other.Select(each => each.Feature));
        Assert.Equal(one.Select(each => each.Mean).ToArray(), [.. other.Select(each => each.Mean)], (x, y) => Math.Abs(x - y) <= 1e-12);
    }

    [Fact]
    public void Subgroups_take_categories_missing_cells_and_constants()
    {
        var random = new RandomStream(4);
        var features = new Matrix(300, 4);
        double[] target = new double[300];
        for (int row = 0; row < 300; row++)
        {
            int level = random.NextInt(3);
            (features[row, 0], features[row, 1], features[row, 2], features[row, 3]) = (row % 9 == 0 ? double.NaN : row % 50 == 1 ? -1 : level, level + (0.1 * random.NextGaussian()), row % 7 == 0 ? double.NaN : random.NextGaussian(), 5);
            target[row] = level;
        }

        var schema = new FeatureSchema(new Feature("level", FeatureKind.Categorical) { Levels = ["a", "b", "c"] }, new Feature("near"), new Feature("gaps"), new Feature("constant"));
        var data = Dataset.ForRegression(features, target, schema);
        IRegressionModel model = new Modelyard.Trees.DecisionTreeRegressor { MaxDepth = 4 }.Fit(data, FitContext.Default);
        IReadOnlyList<FeatureImportance> plain = Compute(model, data, new PermutationOptions()), conditional = Compute(model, data, new PermutationOptions { IsConditional = true });
        Assert.InRange(Mean(plain, "near"), 0.5, 3);
        Assert.InRange(Mean(conditional, "near"), 0, 0.3 * Mean(plain, "near"));
        Assert.Equal(0, Mean(conditional, "constant"));

        FeatureGroup pair = Assert.Single(FeatureGroup.FindCorrelated(data, 0.8));
        Assert.Equal(["level", "near"], pair.Features);
    }

    [Fact]
    public void A_group_of_many_features_has_a_short_name()
    {
        var random = new RandomStream(4);
        var features = new Matrix(100, 5);
        for (int row = 0; row < 100; row++)
        {
            double cell = random.NextGaussian();
            features.Row(row).Fill(cell);
        }

        FeatureGroup all = Assert.Single(FeatureGroup.FindCorrelated(Dataset.WithoutTarget(features), 1));
        Assert.Equal("x0 + x1 + 3 others", all.Name);
        Assert.Equal(5, all.Features.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureGroup.FindCorrelated(Dataset.WithoutTarget(features), 1.5));
        Assert.Empty(FeatureGroup.FindCorrelated(Dataset.WithoutTarget(new Matrix(10, 3)), 0.5));
    }

    [Theory]
    [InlineData("one", "x9", "The nearest is 'x")]
    [InlineData("one", "", "has no features")]
    [InlineData("x2", "x0", "stands for two groups, or for a group and a feature outside it")]
    public void Groups_that_cannot_be_are_refused(string name, string feature, string message)
    {
        Dataset data = Duplicated(50);
        LinearModel model = Halved(data);
        var options = new PermutationOptions { Groups = [new FeatureGroup(name, feature.Length == 0 ? [] : [feature])] };
        Assert.Contains(message, Assert.Throws<ModelyardException>(() => Compute(model, data, options)).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<FeatureImportance> Compute(Dataset data, PermutationOptions options) => Compute(new LinearRegression().Fit(data), data, options);

    private static IReadOnlyList<FeatureImportance> Compute(IPredictiveModel model, Dataset data, PermutationOptions options) =>
        PermutationImportance.Compute(model, data, SquaredError, options, FitContext.Default);

    private static double Mean(IReadOnlyList<FeatureImportance> importances, string feature) => importances.Single(one => one.Feature == feature).Mean;

    private static LinearModel Halved(Dataset data) => new Ridge { Alpha = 1e-3 }.Fit(data);

    private static Dataset Duplicated(int rows)
    {
        var random = new RandomStream(11);
        var features = new Matrix(rows, 3);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            (features[row, 0], features[row, 2]) = (random.NextGaussian(), random.NextGaussian());
            features[row, 1] = features[row, 0];
            target[row] = 2 * features[row, 0];
        }

        return Dataset.ForRegression(features, target);
    }

    /// <summary>Makes rows to judge a model on, and others to fit it on, in which x1 tells nothing.</summary>
    private static Dataset Noisy(int seed, int rows, out Dataset others)
    {
        var random = new RandomStream((ulong)seed, 5);
        Dataset[] both = new Dataset[2];
        for (int part = 0; part < 2; part++)
        {
            var features = new Matrix(rows, 3);
            double[] target = new double[rows];
            for (int row = 0; row < rows; row++)
            {
                (features[row, 0], features[row, 1], features[row, 2]) = (random.NextGaussian(), random.NextGaussian(), random.NextGaussian());
                target[row] = (2 * features[row, 0]) + random.NextGaussian();
            }

            both[part] = Dataset.ForRegression(features, target);
        }

        others = both[1];
        return both[0];
    }
}
