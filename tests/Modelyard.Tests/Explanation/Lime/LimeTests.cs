using Modelyard.Explanation.Lime;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Trees;

namespace Modelyard.Tests.Explanation.Lime;

public sealed class LimeTests
{
    private static readonly double[] Slopes = [3, -2, 0.5, 0];
    private static readonly double[] Scales = [1, 10, 0.1, 5];

    [Theory]
    [InlineData(LimeSelection.HighestWeights)]
    [InlineData(LimeSelection.Forward)]
    [InlineData(LimeSelection.LassoPath)]
    public void On_a_linear_model_the_weights_are_its_slopes_by_the_deviations(LimeSelection selection)
    {
        Matrix background = Rows(400);
        var explainer = LimeExplainer.For(Linear, background, new LimeOptions { Numbers = LimeNumbers.Continuous, Selection = selection, Penalty = 0 });
        for (int row = 0; row < 3; row++)
        {
            LimeExplanation found = explainer.Explain(background.Row(row));
            Assert.Equal(1, found.Fidelity, 1e-10);
            Assert.Equal(found.Prediction, found.LocalPrediction, 1e-8);
            for (int column = 0; column < Slopes.Length; column++)
            {
                Assert.Equal(Slopes[column] * Deviation(background, column), WeightOf(found, $"x{column}"), 1e-8);
            }
        }
    }

    [Fact]
    public void A_linear_model_that_follows_little_of_the_function_is_not_faithful()
    {
        Matrix background = Gaussians(2, 300, 2);
        LimeExplanation Near(Func<double, double, double> function) =>
            LimeExplainer.For(rows => [.. Enumerable.Range(0, rows.Rows).Select(row => function(rows[row, 0], rows[row, 1]))], FeatureSchema.Numeric(2), background).Explain([0.1, 0.2]);
        Assert.False(Near((first, second) => Math.Sin(9 * first) * Math.Sin(9 * second)).IsFaithful);
        Assert.True(Near((first, second) => first is > 0 and < 0.7 ? 1 : 0).IsFaithful);
    }

    [Fact]
    public void The_usual_penalty_moves_the_weights_of_a_linear_model_by_less_than_one_in_a_hundred()
    {
        Matrix background = Rows(400);
        LimeExplanation found = LimeExplainer.For(Linear, background, new LimeOptions { Numbers = LimeNumbers.Continuous }).Explain(background.Row(0));
        Assert.InRange(found.Fidelity, 0.9999, 1);
        Assert.Equal(["x1", "x0", "x2", "x3"], found.Weights.Select(one => one.Column));
        Assert.Equal(-20 * Deviation(background, 1) / 10, found.Weights[0].Weight, 0.2);
    }

    [Theory]
    [InlineData(LimeSelection.HighestWeights)]
    [InlineData(LimeSelection.Forward)]
    [InlineData(LimeSelection.LassoPath)]
    public void The_columns_that_a_sparse_function_reads_come_first_and_the_others_weigh_nothing(LimeSelection selection)
    {
        Matrix background = Gaussians(1, 500, 8);
        static double[] Sparse(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => (rows[row, 2] > 0.7 ? 1.0 : 0) + (rows[row, 5] <= 0 ? 0.6 : 0))];
        var explainer = LimeExplainer.For(Sparse, FeatureSchema.Numeric(8), background, new LimeOptions { Selection = selection, Columns = 4 });
        double[] row = [.. new double[8]];
        row[2] = 1.5;
        row[5] = -0.4;
        LimeExplanation found = explainer.Explain(row);
        Assert.Equal(["x2", "x5"], found.Weights.Take(2).Select(one => one.Column));
        Assert.InRange(found.Weights[0].Weight, 0.5, 1);
        Assert.InRange(found.Weights[1].Weight, 0.2, 0.6);
        Assert.All(found.Weights.Skip(2), one => Assert.InRange(Math.Abs(one.Weight), 0, 0.05));
    }

    [Fact]
    public void The_columns_on_the_path_of_a_tree_come_first()
    {
        Matrix rows = Gaussians(3, 600, 6);
        double[] target = [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 1] <= 0 ? 0 : rows[row, 4] <= 0 ? 2.0 : 5)];
        TreeRegressionModel tree = new DecisionTreeRegressor { MaxDepth = 2 }.Fit(Dataset.ForRegression(rows, target));
        int both = Enumerable.Range(0, rows.Rows).First(row => rows[row, 1] > 0.5 && rows[row, 4] > 0.5);
        LimeExplanation found = LimeExplainer.For(tree, rows).Explain(rows.Row(both));
        Assert.Equal(["x1", "x4"], found.Weights.Take(2).Select(one => one.Column).Order());
        Assert.All(found.Weights.Take(2), one => Assert.True(one.Weight > 0.5));
    }

    [Fact]
    public void A_category_weighs_what_its_level_changes_against_the_others()
    {
        // Half of the rows have level a, a quarter each b and c: against the mean of b and c, a changes 4 - (1 + 3) / 2.
        var features = new FeatureSchema(new Feature("level", FeatureKind.Categorical) { Levels = ["a", "b", "c"] }, new Feature("flag", FeatureKind.Boolean), new Feature("same"));
        var background = new Matrix(400, 3);
        for (int row = 0; row < background.Rows; row++)
        {
            background[row, 0] = row % 4 < 2 ? 0 : row % 4 == 2 ? 1 : 2;
            background[row, 1] = row / 4 % 2;
            background[row, 2] = 7;
        }

        double[] byLevel = [4, 1, 3];
        var explainer = LimeExplainer.For(rows => [.. Enumerable.Range(0, rows.Rows).Select(row => byLevel[(int)rows[row, 0]] + rows[row, 1])], features, background, new LimeOptions { Samples = 20_000, Penalty = 0 });
        LimeExplanation found = explainer.Explain([0, 1, 7]);
        Assert.Equal(2, WeightOf(found, "level"), 0.05);
        Assert.Equal(1, WeightOf(found, "flag"), 0.02);
        Assert.Equal("level = a", found.Weights[0].Condition);
        Assert.Equal("flag = true", found.Weights[1].Condition);
        Assert.DoesNotContain(found.Weights, one => one.Column == "same");
    }

    [Fact]
    public void Numbers_are_named_by_the_quarter_that_they_lie_in()
    {
        var background = new Matrix([.. Enumerable.Range(1, 101).Select(i => (double)i)], 101, 1);
        var explainer = LimeExplainer.For(rows => rows.AsSpan().ToArray(), FeatureSchema.Numeric(1), background);
        Assert.Equal("x0 ≤ 26", explainer.Explain([26]).Weights[0].Condition);
        Assert.Equal("26 < x0 ≤ 51", explainer.Explain([27]).Weights[0].Condition);
        Assert.Equal("x0 > 76", explainer.Explain([1e9]).Weights[0].Condition);
    }

    [Theory]
    [InlineData(LimeNumbers.Quartiles)]
    [InlineData(LimeNumbers.Continuous)]
    public void A_missing_cell_and_a_level_that_was_never_seen_weigh_what_they_change(LimeNumbers numbers)
    {
        var features = new FeatureSchema(new Feature("x"), new Feature("level", FeatureKind.Categorical) { Levels = ["a", "b"] });
        Matrix background = Gaussians(5, 300, 2);
        for (int row = 0; row < background.Rows; row++)
        {
            background[row, 1] = row % 2;
        }

        var explainer = LimeExplainer.For(rows => [.. Enumerable.Range(0, rows.Rows).Select(row => (double.IsNaN(rows[row, 0]) ? 3.0 : 0) + (rows[row, 1] < 0 ? 1 : 0))], features, background, new LimeOptions { Numbers = numbers, Penalty = 0 });
        LimeExplanation found = explainer.Explain([double.NaN, -1]);
        Assert.Equal([("x = (missing)", 3.0), ("level = (unknown)", 1.0)], found.Weights.Select(one => (one.Condition, Math.Round(one.Weight, 9))));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads_and_another_seed_others()
    {
        Matrix background = Rows(200);
        var explainer = LimeExplainer.For(rows => [.. LinearOf(rows).Select(Math.Tanh)], FeatureSchema.Numeric(4), background, new LimeOptions { Samples = 3000 });
        double[] Weights(ulong seed, int threads) => [.. explainer.Explain(background.Row(4), null, new FitContext { Seed = seed, Parallelism = threads }).Weights.Select(one => one.Weight)];
        Assert.Equal(Weights(7, 1), Weights(7, 5));
        Assert.NotEqual(Weights(7, 1), Weights(8, 1));
    }

    [Fact]
    public void Fidelity_tells_a_function_that_no_line_follows()
    {
        Matrix background = Gaussians(9, 300, 2);
        static double[] Chessboard(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => Math.Sign(rows[row, 0] * rows[row, 1]) * 1.0)];
        var options = new LimeOptions { Numbers = LimeNumbers.Continuous, KernelWidth = 3 };
        Assert.InRange(LimeExplainer.For(Chessboard, FeatureSchema.Numeric(2), background, options).Explain([0.01, -0.01]).Fidelity, -0.01, 0.05);
        Assert.Equal(1, LimeExplainer.For(rows => new double[rows.Rows], FeatureSchema.Numeric(2), background, options).Explain([1, 2]).Fidelity);
    }

    [Fact]
    public void Stability_is_full_where_the_columns_are_plain_and_low_where_they_are_drawn_by_lot()
    {
        Matrix background = Gaussians(4, 300, 12);
        static double[] Plain(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 0] - (2 * rows[row, 1]))];
        static double[] Even(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => VectorKernels.Sum(rows.Row(row)))];
        var options = new LimeOptions { Columns = 2, Samples = 500, Numbers = LimeNumbers.Continuous, Penalty = 0 };
        LimeStability plain = LimeExplainer.For(Plain, FeatureSchema.Numeric(12), background, options).Stability(background.Row(0), 6);
        Assert.Equal(1, plain.ColumnAgreement);
        Assert.Equal(["x1", "x0"], plain.Columns.Select(one => one.Column));
        Assert.All(plain.Columns, one => Assert.Equal((1.0, true), (one.Share, one.Deviation < 1e-9)));
        LimeStability even = LimeExplainer.For(rows => [.. Even(rows).Select(sum => Math.Sin(5 * sum))], FeatureSchema.Numeric(12), background, options).Stability(background.Row(0), 6);
        Assert.InRange(even.ColumnAgreement, 0, 0.6);
    }

    [Fact]
    public void What_cannot_be_explained_is_refused_in_words()
    {
        Matrix background = Rows(10);
        Assert.Contains("has '1' rows and must have 10 or more", Assert.Throws<ModelyardException>(() => LimeExplainer.For(Linear, new Matrix(1, 4))).Message, StringComparison.Ordinal);
        Assert.Contains("are the same", Assert.Throws<ModelyardException>(() => LimeExplainer.For(Linear, new Matrix(20, 4))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LimeExplainer.For(Linear, new Matrix(3, 5)));
        LimeExplainer explainer = LimeExplainer.For(Linear, background);
        Assert.Throws<ArgumentException>(() => explainer.Explain([1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => explainer.Explain(background.Row(0), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => explainer.Stability(background.Row(0), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LimeOptions { Samples = 9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LimeOptions { KernelWidth = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LimeOptions { Columns = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LimeOptions { Penalty = double.NaN });
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => explainer.Explain(background.Row(0), null, new FitContext { Cancellation = source.Token }));
    }

    private static LinearModel Linear { get; } = new(FeatureSchema.Numeric(4), Slopes, 1, new double[4]);

    private static double[] LinearOf(Matrix rows)
    {
        double[] predictions = new double[rows.Rows];
        Linear.Predict(rows, predictions);
        return predictions;
    }

    private static double WeightOf(LimeExplanation found, string column) => found.Weights.Single(one => one.Column == column).Weight;

    private static Matrix Rows(int count)
    {
        Matrix rows = Gaussians(2, count, 4);
        for (int row = 0; row < count; row++)
        {
            VectorKernels.Multiply(Scales, rows.Row(row));
        }

        return rows;
    }

    private static Matrix Gaussians(ulong seed, int count, int columns)
    {
        var random = new RandomStream(seed);
        var rows = new Matrix(count, columns);
        foreach (ref double cell in rows.AsSpan())
        {
            cell = random.NextGaussian();
        }

        return rows;
    }

    private static double Deviation(Matrix rows, int column)
    {
        double[] cells = new double[rows.Rows];
        rows.CopyColumnTo(column, cells);
        double mean = cells.Average();
        return Math.Sqrt(cells.Sum(cell => (cell - mean) * (cell - mean)) / cells.Length);
    }
}
