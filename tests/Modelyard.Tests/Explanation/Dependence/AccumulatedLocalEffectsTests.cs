using Modelyard.Explanation.Dependence;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Explanation.Dependence;

public sealed class AccumulatedLocalEffectsTests
{
    [Fact]
    public void Of_an_additive_function_the_effects_are_its_terms_however_features_go_together()
    {
        var data = Dataset.WithoutTarget(Surfaces.Correlated(400, 3));
        Func<Matrix, double[]> function = Surfaces.Of(row => (row[0] * row[0]) + row[1] + Math.Sin(row[2]));
        foreach ((string feature, Func<double, double> term) in new (string, Func<double, double>)[] { ("x0", x => x * x), ("x1", x => x), ("x2", Math.Sin) })
        {
            AccumulatedLocalEffects found = AccumulatedLocalEffects.Of(function, data, [feature]);
            double[] ends = found.Axes[0].Values.ToArray(), effects = found.Effects().ToArray();
            double shift = effects[0] - term(ends[0]), mean = 0;
            for (int i = 0; i < ends.Length; i++)
            {
                Assert.Equal(term(ends[i]) + shift, effects[i], 1e-9);
                mean += i == 0 ? 0 : found.Counts[i - 1] * (effects[i - 1] + effects[i]) / 2;
            }

            Assert.Equal(0, mean, 1e-9);
            Assert.Equal(400, found.Counts.ToArray().Sum());
        }
    }

    [Fact]
    public void Where_two_features_are_one_only_the_way_that_rows_go_counts()
    {
        // Theorem: the slope of x0 x1 along x0 is x1, which is x0 where they are the same, so that the effect is half the square less its mean.
        Matrix cells = Surfaces.Correlated(2000, 2, share: 1);
        AccumulatedLocalEffects found = AccumulatedLocalEffects.Of(Surfaces.Of(row => row[0] * row[1]), Dataset.WithoutTarget(cells), ["x0"]);
        double mean = Enumerable.Range(0, 2000).Average(row => cells[row, 0] * cells[row, 0] / 2);
        for (int i = 3; i < found.Axes[0].Values.Length - 3; i++)
        {
            double x = found.Axes[0].Values[i];
            Assert.Equal((x * x / 2) - mean, found.Effects()[i], 0.05);
        }
    }

    [Fact]
    public void Levels_have_their_own_effects_less_the_mean_in_the_order_of_likeness()
    {
        var random = new RandomStream(3);
        double[] places = [0, 10, 5, 15], effects = [3, -1, 4, 2];
        var cells = new Matrix(400, 2);
        for (int row = 0; row < 400; row++)
        {
            int level = row % 10 == 0 ? -1 : row % 10 == 1 ? 3 : random.NextInt(3);
            cells[row, 0] = row % 20 == 0 ? double.NaN : level;
            cells[row, 1] = (level < 0 ? 0 : places[level]) + (3 * random.NextGaussian());
        }

        var schema = new FeatureSchema(new Feature("level", FeatureKind.Categorical) { Levels = ["a", "b", "c", "d"] }, new Feature("place"));
        AccumulatedLocalEffects found = AccumulatedLocalEffects.Of(Surfaces.Of(row => (row[0] >= 0 ? effects[(int)row[0]] : 50) + row[1]), Dataset.WithoutTarget(cells, schema), ["level"]);
        string[] order = [.. Enumerable.Range(0, 4).Select(found.Axes[0].Label)];
        Assert.Contains(string.Concat(order), new[] { "acbd", "dbca" });
        double mean = Enumerable.Range(0, 4).Sum(i => found.Counts[i] * effects["abcd".IndexOf(order[i], StringComparison.Ordinal)]) / found.Counts.ToArray().Sum();
        Assert.Equal(360, found.Counts.ToArray().Sum());
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(effects["abcd".IndexOf(order[i], StringComparison.Ordinal)] - mean, found.Effects()[i], 1e-9);
        }
    }

    [Fact]
    public void Two_features_that_only_add_up_do_nothing_together()
    {
        var data = Dataset.WithoutTarget(Surfaces.Correlated(300, 3));
        AccumulatedLocalEffects found = AccumulatedLocalEffects.Of(Surfaces.Of(row => (row[0] * row[0]) + Math.Exp(row[1]) + (row[0] * row[2])), data, ["x0", "x1"]);
        Assert.All(found.Effects().ToArray(), effect => Assert.Equal(0, effect, 1e-9));
        Assert.Equal(20 * 20, found.Counts.Length);
        Assert.Contains(0, found.Counts.ToArray());
    }

    [Fact]
    public void A_product_is_what_two_features_do_together()
    {
        double[] first = [0, 1, 3, 4], second = [-2, 0, 5];
        AccumulatedLocalEffects found = AccumulatedLocalEffects.Of(
            Surfaces.Of(row => (row[0] * row[1]) + (7 * row[0]) + (row[1] * row[1])), Surfaces.Grid([0.5, 2, 3.5], [-1, 2.5]), ["x0", "x1"],
            new DependenceOptions { Values = new Dictionary<string, IReadOnlyList<double>> { ["x0"] = first, ["x1"] = second } });
        for (int i = 0; i < first.Length; i++)
        {
            for (int j = 0; j < second.Length; j++)
            {
                // Each row stands in the middle of its cell, and all cells have one.
                Assert.Equal((first[i] - 2) * (second[j] - 0.75), found.Effects()[(i * second.Length) + j], 1e-9);
            }
        }
    }

    [Fact]
    public void Cells_without_rows_are_those_of_the_nearest_that_has_some()
    {
        // Of nine cells the first with the third has no row; all others have one.
        double[] ends = [0, 1, 2, 3];
        var options = new DependenceOptions { Values = new Dictionary<string, IReadOnlyList<double>> { ["x0"] = ends, ["x1"] = ends } };
        Dataset rows = Surfaces.Grid([0.5, 1.5, 2.5], [0.5, 1.5, 2.5]).Rows([0, 1, 2, 3, 4, 5, 7, 8]);
        AccumulatedLocalEffects found = AccumulatedLocalEffects.Of(Surfaces.Of(row => row[0] * row[1]), rows, ["x0", "x1"], options);

        // What each does alone is the mean of the other over its rows, step by step.
        double[] first = [0, 1, 2.5, 4], second = [0, 1.5, 3, 5];
        double[] rest = [.. Enumerable.Range(0, 16).Select(at => found.Effects()[at] - ((ends[at / 4] * ends[at % 4]) - first[at / 4] - second[at % 4]))];
        Assert.All(rest, one => Assert.Equal(rest[0], one, 1e-9));
    }

    [Fact]
    public void A_constant_has_no_effect_and_missing_cells_take_no_part()
    {
        Matrix cells = Surfaces.Correlated(50, 3);
        for (int row = 0; row < 50; row++)
        {
            cells[row, 0] = 4;
            cells[row, 1] = row % 5 == 0 ? double.NaN : cells[row, 1];
        }

        var data = Dataset.WithoutTarget(cells);
        Assert.Equal([0], AccumulatedLocalEffects.Of(Surfaces.Of(row => row[0]), data, ["x0"]).Effects().ToArray());
        Assert.All(AccumulatedLocalEffects.Of(Surfaces.Of(row => row[0]), data, ["x0", "x2"]).Effects().ToArray(), effect => Assert.Equal(0, effect));
        AccumulatedLocalEffects found = AccumulatedLocalEffects.Of(Surfaces.Of(row => double.IsNaN(row[1]) ? 1000 : row[1]), data, ["x1"]);
        Assert.Equal(40, found.Counts.ToArray().Sum());
        Assert.Equal(found.Axes[0].Values[^1] - found.Axes[0].Values[0], found.Effects()[^1] - found.Effects()[0], 1e-9);
    }

    [Fact]
    public void A_weight_of_two_is_a_row_that_stands_twice()
    {
        Dataset data = Dataset.WithoutTarget(Surfaces.Correlated(60, 3));
        double[] weights = [.. Enumerable.Range(0, 60).Select(row => (double)(row % 3))];
        int[] twice = [.. Enumerable.Range(0, 60).SelectMany(row => Enumerable.Repeat(row, row % 3))];
        double[] ends = [-1, -0.2, 0.5, 1.5];
        var options = new DependenceOptions { Values = new Dictionary<string, IReadOnlyList<double>> { ["x0"] = ends, ["x1"] = ends } };
        Func<Matrix, double[]> function = Surfaces.Of(row => row[0] * row[1] * row[2]);
        foreach (string[] features in new string[][] { ["x0"], ["x0", "x1"] })
        {
            Assert.Equal(
                AccumulatedLocalEffects.Of(function, data.Rows(twice), features, options).Effects().ToArray(),
                AccumulatedLocalEffects.Of(function, data.WithWeights(weights), features, options).Effects().ToArray(),
                Surfaces.Near);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var data = Dataset.WithoutTarget(Surfaces.Correlated(3000, 3));
        Func<Matrix, double[]> function = Surfaces.Of(row => Math.Exp(row[0] * row[1]) + row[2]);
        foreach (string[] features in new string[][] { ["x0"], ["x0", "x2"] })
        {
            double[] one = AccumulatedLocalEffects.Of(function, data, features, null, new FitContext { Parallelism = 1 }).Effects().ToArray();
            Assert.Equal(one, AccumulatedLocalEffects.Of(function, data, features, null, new FitContext { Parallelism = 4 }).Effects().ToArray());
        }
    }
}
