using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;
using Modelyard.Tests.Linear;
using Modelyard.Trees.Isolation;

namespace Modelyard.Tests.Trees.Isolation;

public sealed class IsolationForestTests
{
    private const int Seeds = 20;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Scores_and_the_area_under_the_curve_agree_with_scikit_learn_over_many_seeds(int number)
    {
        JsonElement root = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("isolation"))).RootElement, one = root.GetProperty("cases")[number];
        Matrix rows = LearnedOracle.Rows(root.GetProperty("features"));
        int[] outlier = [.. root.GetProperty("outlier").EnumerateArray().Select(cell => cell.GetInt32())];
        double[] expected = [.. one.GetProperty("scores").EnumerateArray().Select(cell => cell.GetDouble())];
        var forest = new IsolationForest { MaxSamples = one.GetProperty("samples").GetInt32(), MaxFeatureShare = one.GetProperty("share").GetDouble() };
        double[] mean = new double[rows.Rows];
        double area = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            double[] scores = Scores(forest.Fit(Dataset.WithoutTarget(rows), new FitContext { Seed = (ulong)seed }), rows);
            area += Area(scores, outlier) / Seeds;
            for (int row = 0; row < mean.Length; row++)
            {
                mean[row] += scores[row] / Seeds;
            }
        }

        Assert.True(Correlation(Ranks(expected), Ranks(mean)) > 0.99, $"rank correlation {Correlation(Ranks(expected), Ranks(mean))}");

        // The mean of both has the noise of a seed over the root of the seeds; four standard errors of the difference.
        double noise = one.GetProperty("noise").GetDouble() * Math.Sqrt(2.0 / Seeds);
        Assert.InRange(area, one.GetProperty("area").GetDouble() - (4 * noise), one.GetProperty("area").GetDouble() + (4 * noise));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 5.0 / 3)]
    [InlineData(4, 13.0 / 6)]
    [InlineData(64, 7.4877818074)]
    [InlineData(256, 10.2486899256)]
    public void The_mean_path_is_twice_the_harmonic_number_less_two(int rows, double expected)
    {
        // 2 H(n) - 2, summed here term by term.
        double sum = Enumerable.Range(2, Math.Max(0, rows - 1)).Sum(i => 2.0 / i);
        Assert.Equal(sum, PathLength.Mean(rows), 1e-12);
        Assert.Equal(expected, PathLength.Mean(rows), 1e-8);
    }

    [Fact]
    public void Three_points_on_a_line_are_as_deep_as_the_gaps_between_them_say()
    {
        // The first split lies in the left gap with probability 0.2, and then 0 is alone at once; otherwise 1 is. The middle is never alone before the second.
        IsolationForestModel model = new IsolationForest { Trees = 20_000 }.Fit(Line(0, 0.2, 1), FitContext.Default);
        Assert.Equal(1.8, model.MeanPathLength([0]), 0.012);
        Assert.Equal(2, model.MeanPathLength([0.2]));
        Assert.Equal(1.2, model.MeanPathLength([1]), 0.012);
    }

    [Fact]
    public void On_a_line_of_even_steps_the_rows_are_on_average_as_deep_as_a_random_search_tree()
    {
        double[] points = [.. Enumerable.Range(0, 37).Select(i => (double)i)];
        IsolationForestModel model = new IsolationForest { Trees = 5000 }.Fit(Line(points), FitContext.Default);
        Assert.Equal(PathLength.Mean(37), points.Average(point => model.MeanPathLength([point])), 0.02);
    }

    [Fact]
    public void Two_rows_are_neither_usual_nor_unusual()
    {
        IsolationForestModel model = new IsolationForest().Fit(Line(3, 8), FitContext.Default);
        Assert.Equal(0.5, model.Score([3]), 1e-15);
        Assert.Equal(0.5, model.Score([8]), 1e-15);
        Assert.False(((IAnomalyModel)model).IsAnomaly([3]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Contributions_sum_to_what_the_path_is_shorter_and_name_the_feature_that_is_unusual(int extension)
    {
        Matrix rows = Cloud(400, 4);
        IsolationForestModel model = new IsolationForest { ExtensionLevel = extension }.Fit(Dataset.WithoutTarget(rows), FitContext.Default);
        double[] contributions = new double[4];
        for (int row = 0; row < 50; row++)
        {
            model.Contributions(rows.Row(row), contributions);
            Assert.Equal(PathLength.Mean(256) - model.MeanPathLength(rows.Row(row)), contributions.Sum(), 1e-10);
        }

        for (int feature = 0; feature < 4; feature++)
        {
            double[] odd = new double[4];
            odd[feature] = 9;
            Assert.True(model.Score(odd) > model.Score(new double[4]) + 0.05, $"score {model.Score(odd)}");
            model.Contributions(odd, contributions);
            Assert.Equal(feature, Array.IndexOf(contributions, contributions.Max()));
            Assert.True(contributions[feature] > 0.7 * contributions.Where(part => part > 0).Sum());
        }
    }

    [Fact]
    public void Oblique_splits_see_that_a_row_off_a_slanted_cloud_is_as_unusual_as_its_distance()
    {
        // Straight splits leave ghosts beside two clouds, where both coordinates are usual (figure 2 of Hariri and others); oblique ones do not.
        var random = new RandomStream(4);
        var rows = new Matrix(600, 2);
        for (int row = 0; row < 600; row++)
        {
            rows[row, 0] = random.NextGaussian() + (row % 2 == 0 ? 0 : 10);
            rows[row, 1] = random.NextGaussian() + (row % 2 == 0 ? 10 : 0);
        }

        double straight = Ghost(0), oblique = Ghost(1);
        Assert.True(oblique > straight + 0.02, $"{oblique} and {straight}");

        double Ghost(int extension)
        {
            IsolationForestModel model = new IsolationForest { Trees = 400, ExtensionLevel = extension }.Fit(Dataset.WithoutTarget(rows), FitContext.Default);
            return ((model.Score([0, 0]) + model.Score([10, 10])) / 2) - ((model.Score([0, 10]) + model.Score([10, 0])) / 2);
        }
    }

    [Fact]
    public void The_share_of_anomalies_is_what_was_asked_for()
    {
        Matrix rows = Cloud(1000, 3);
        IsolationForestModel model = new IsolationForest { Contamination = 0.07 }.Fit(Dataset.WithoutTarget(rows), FitContext.Default);
        Assert.Equal(70, Scores(model, rows).Count(score => score > model.Threshold));
        Assert.Equal(0.5, new IsolationForest().Fit(Dataset.WithoutTarget(rows), FitContext.Default).Threshold);
    }

    [Fact]
    public void A_forest_out_of_time_keeps_the_trees_it_has_and_its_threshold()
    {
        Dataset data = Dataset.WithoutTarget(Cloud(20_000, 3));
        var warnings = new List<string>();
        TimeSpan budget = TimeSpan.FromSeconds(2);
        var context = new FitContext { Budget = budget, Warning = warnings.Add, Parallelism = 1, Progress = new Spender(budget) };
        IsolationForestModel model = new IsolationForest { Contamination = 0.1 }.Fit(data, context);
        Assert.Equal(1, model.TreeCount);
        Assert.Contains("'1' of '100' trees", warnings[0], StringComparison.Ordinal);
        Assert.Contains("rows were scored", warnings[1], StringComparison.Ordinal);
        Assert.NotEqual(0.5, model.Threshold);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_view_of_a_wider_table_is_read_row_by_row(int extension)
    {
        Matrix wide = Cloud(301, 5), rows = wide.View(1, 299, 1, 3);
        IsolationForestModel model = new IsolationForest { ExtensionLevel = extension }.Fit(Dataset.WithoutTarget(rows), FitContext.Default);
        Assert.Equal(Enumerable.Range(0, rows.Rows).Select(row => model.Score(rows.Row(row))), Scores(model, rows));
    }

    private static Dataset Line(params double[] points) => Dataset.WithoutTarget(new Matrix(points, points.Length, 1));

    private static Matrix Cloud(int count, int features)
    {
        var random = new RandomStream(3);
        return new Matrix([.. Enumerable.Range(0, count * features).Select(_ => random.NextGaussian())], count, features);
    }

    private static double[] Scores(IsolationForestModel model, Matrix rows)
    {
        double[] scores = new double[rows.Rows];
        model.Score(rows, scores, 2);
        return scores;
    }

    private static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        double[] ranks = new double[values.Length];
        for (int i = 0; i < order.Length; i++)
        {
            ranks[order[i]] = i;
        }

        return ranks;
    }

    private static double Correlation(double[] left, double[] right)
    {
        double a = left.Average(), b = right.Average();
        double product = left.Zip(right, (x, y) => (x - a) * (y - b)).Sum();
        return product / Math.Sqrt(left.Sum(x => (x - a) * (x - a)) * right.Sum(y => (y - b) * (y - b)));
    }

    private static double Area(double[] scores, int[] outlier)
    {
        double wins = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            for (int j = 0; j < scores.Length; j++)
            {
                wins += outlier[i] == 1 && outlier[j] == 0 ? scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0 : 0;
            }
        }

        return wins / (outlier.Sum() * (double)(outlier.Length - outlier.Sum()));
    }
}
