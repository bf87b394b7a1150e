using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Numerics;

namespace Modelyard.Tests.Inference;

public sealed class BadInputTests
{
    [Fact]
    public void Columns_that_depend_on_others_are_named_with_their_equation()
    {
        (Matrix features, _) = InferenceTables.Linear(50, 2, seed: 1);
        Frame table = Table(features, "a", "b")
            .With(new DoubleColumn("c", [.. Enumerable.Range(0, 50).Select(row => (2 * features[row, 0]) + features[row, 1])]))
            .With(new DoubleColumn("d", [.. Enumerable.Range(0, 50).Select(row => 3 - (0.5 * features[row, 1]))]))
            .With(new DoubleColumn("y", [.. Enumerable.Range(0, 50).Select(row => (double)row)]));
        string message = Fault(() => new OlsRegression().Fit(RegressionData.Of(table, new RegressionColumns { Target = "y" })));
        Assert.Contains("'c' = 2 * 'a' + 'b'", message, StringComparison.Ordinal);
        Assert.Contains("'d' = -0.5 * 'b' + 3", message, StringComparison.Ordinal);
        Assert.Contains("collinear", Fault(() => VarianceInflationFactors.OfTerms(DesignMatrix.Of(table, ["a", "b", "c"]))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_equation_of_centred_columns_has_no_constant_that_is_rounding()
    {
        double[] a = [.. Enumerable.Range(0, 99).Select(row => Math.Sin(row) / 7)], b = [.. Enumerable.Range(0, 99).Select(row => Math.Cos(3 * row) / 7)];
        (double ofA, double ofB) = (a.Average(), b.Average());
        (a, b) = (Array.ConvertAll(a, value => value - ofA), Array.ConvertAll(b, value => value - ofB));
        Frame table = Frame.Of(
            new DoubleColumn("a", a),
            new DoubleColumn("b", b),
            new DoubleColumn("c", [.. a.Zip(b, (one, other) => (2 * one) + other)]),
            new DoubleColumn("y", [.. Enumerable.Range(0, 99).Select(row => (double)row)]));
        Assert.Contains("'c' = 2 * 'a' + 'b'. Leave", Fault(() => new OlsRegression().Fit(RegressionData.Of(table, new RegressionColumns { Target = "y" }))), StringComparison.Ordinal);
    }

    [Fact]
    public void Dependence_is_found_among_many_rows_and_far_from_zero()
    {
        (Matrix features, double[] target) = InferenceTables.Linear(40_000, 10, seed: 2);
        for (int row = 0; row < features.Rows; row++)
        {
            features[row, 8] = 1e7 + features[row, 0];
            features[row, 9] = features[row, 8] + features[row, 1];
        }

        string message = Fault(() => new OlsRegression().Fit(RegressionData.Of(DesignMatrix.Of(features), target)));
        Assert.Contains("'x8' = 'x0' + 1E+07", message, StringComparison.Ordinal);
        Assert.Contains("'x9' = 'x0' + 'x1' + 1E+07", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nearly_dependent_columns_are_estimated_with_a_note()
    {
        (Matrix features, double[] target) = InferenceTables.Linear(200, 3, seed: 4);
        var random = new RandomStream(9);
        for (int row = 0; row < features.Rows; row++)
        {
            features[row, 2] = features[row, 0] + (1e-4 * random.NextGaussian());
        }

        RegressionFit fit = new OlsRegression().Fit(RegressionData.Of(DesignMatrix.Of(features), target));
        Assert.Contains(fit.Notes, note => note.Contains("nearly collinear", StringComparison.Ordinal));
    }

    [Fact]
    public void A_constant_feature_is_named()
    {
        Frame table = Frame.Of(new DoubleColumn("a", [1, 2, 3, 4]), new DoubleColumn("one", [5, 5, 5, 5]), CategoryColumn.From("only", ["u", "u", "u", "u"]), new DoubleColumn("y", [1, 0, 1, 3]));
        Assert.Contains("'one' is '5' in every row", Fault(() => RegressionData.Of(table, new RegressionColumns { Target = "y", Features = ["a", "one"] })), StringComparison.Ordinal);
        Assert.Contains("'only' is 'u' in every row", Fault(() => RegressionData.Of(table, new RegressionColumns { Target = "y", Features = ["a", "only"] })), StringComparison.Ordinal);
    }

    [Fact]
    public void More_features_than_rows_are_refused_with_both_numbers()
    {
        (Matrix features, double[] target) = InferenceTables.Linear(5, 7, seed: 1);
        foreach (RegressionMethod method in new RegressionMethod[] { new OlsRegression(), new GlmRegression { Family = RegressionFamily.Poisson } })
        {
            string message = Fault(() => method.Fit(RegressionData.Of(DesignMatrix.Of(features), [.. target.Select(_ => 1.0)])));
            Assert.Contains("'5' rows and '8' coefficients", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Complete_separation_is_refused_with_what_separates()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(row => row + 0.5)], y = [.. x.Select(value => value > 20 ? 1.0 : 0)];
        var random = new RandomStream(3);
        double[] noise = [.. x.Select(_ => random.NextGaussian())];
        Frame table = Frame.Of(new DoubleColumn("x", x), new DoubleColumn("noise", noise), new DoubleColumn("y", y));
        string message = Fault(() => Logit().Fit(RegressionData.Of(table, new RegressionColumns { Target = "y" })));
        Assert.Contains("complete separation", message, StringComparison.Ordinal);
        Assert.Contains("always 1 where 'x' is above 19.5", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RegressionLink.Logit)]
    [InlineData(RegressionLink.Probit)]
    [InlineData(RegressionLink.Cloglog)]
    public void Quasi_complete_separation_names_the_level_that_occurs_with_one_class(RegressionLink link)
    {
        var random = new RandomStream(11);
        string[] group = [.. Enumerable.Range(0, 300).Select(row => row % 10 == 0 ? "rare" : row % 3 == 0 ? "b" : "a")];
        double[] x = [.. group.Select(_ => random.NextGaussian())];
        string[] y = [.. group.Select((name, row) => name == "rare" || random.NextDouble() < 1 / (1 + Math.Exp(-x[row])) ? "yes" : "no")];
        Frame table = Frame.Of(new DoubleColumn("x", x), CategoryColumn.From("group", group), CategoryColumn.From("y", y));
        string message = Fault(() => (Logit() with { Link = link }).Fit(RegressionData.Of(table, new RegressionColumns { Target = "y" })));
        Assert.Contains("'y' is always 'yes' where 'group[rare]' is 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Separation_by_a_sum_of_columns_names_those_columns()
    {
        var random = new RandomStream(13);
        var features = new Matrix(200, 3);
        double[] y = new double[200];
        for (int row = 0; row < 200; row++)
        {
            for (int j = 0; j < 3; j++)
            {
                features[row, j] = random.NextGaussian();
            }

            y[row] = features[row, 0] + features[row, 1] > 0 ? 1 : 0;
        }

        string message = Fault(() => Logit().Fit(RegressionData.Of(DesignMatrix.Of(features, ["a", "b", "c"]), y)));
        Assert.Contains("separation", message, StringComparison.Ordinal);
        Assert.Contains("'a'", message, StringComparison.Ordinal);
        Assert.Contains("'b'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_that_are_all_zero_in_a_level_are_named()
    {
        var random = new RandomStream(17);
        string[] group = [.. Enumerable.Range(0, 120).Select(row => row % 4 == 0 ? "none" : row % 4 == 1 ? "b" : "a")];
        double[] y = [.. group.Select(name => name == "none" ? 0 : Math.Floor(4 * random.NextDouble()))];
        Frame table = Frame.Of(CategoryColumn.From("group", group), new DoubleColumn("y", y));
        string message = Fault(() => new GlmRegression { Family = RegressionFamily.Poisson }.Fit(RegressionData.Of(table, new RegressionColumns { Target = "y" })));
        Assert.Contains("'y' is always 0 where 'group[none]' is 1", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Poisson", "(PoissonRegression)")]
    [InlineData("NegativeBinomial", "or group rare levels.")]
    [InlineData("Binomial", "(LogisticRegression)")]
    public void A_reference_level_that_separates_is_named_and_not_the_others_with_advice_that_suits_the_family(string family, string advice)
    {
        var random = new RandomStream(17);
        string[] group = [.. Enumerable.Range(0, 120).Select(row => row % 4 == 0 ? "a" : row % 4 == 1 ? "b" : "c")];
        double[] y = [.. group.Select(name => name == "a" ? 0 : family == "Binomial" ? Math.Floor(2 * random.NextDouble()) : 1 + Math.Floor(4 * random.NextDouble()))];
        RegressionFamily chosen = family switch { "Poisson" => RegressionFamily.Poisson, "Binomial" => RegressionFamily.Binomial, _ => RegressionFamily.NegativeBinomial(1) };
        string message = Fault(() => new GlmRegression { Family = chosen }.Fit(RegressionData.Of(Frame.Of(CategoryColumn.From("group", group), new DoubleColumn("y", y)), new RegressionColumns { Target = "y" })));
        Assert.Contains("finite: 'y' is always 0 where 'group' is 'a'. Leave", message, StringComparison.Ordinal);
        Assert.EndsWith($"{advice.TrimEnd('.')}.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_tells_counts_of_zero_is_named_with_its_limit()
    {
        double[] x = [.. Enumerable.Range(0, 60).Select(row => row < 40 ? 5.0 : 5 + (row % 7))], y = [.. x.Select((value, row) => value > 5 ? 0 : 1.0 + (row % 3))];
        string message = Fault(() => new GlmRegression { Family = RegressionFamily.Poisson }.Fit(RegressionData.Of(DesignMatrix.Of(new Matrix(x, 60, 1), ["x"]), y)));
        Assert.Contains("'target' is always 0 where 'x' is above 5", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Poisson", -1, "0 or greater")]
    [InlineData("Gamma", 0, "above 0")]
    [InlineData("Binomial", 2, "0, 1 or a share")]
    public void A_target_out_of_range_is_refused_with_its_row(string family, double value, string must)
    {
        Frame table = Frame.Of(new DoubleColumn("x", [1, 2, 3, 5, 4]), new DoubleColumn("y", [0.5, 1, double.NaN, value, 0.25]));
        RegressionFamily chosen = family switch { "Poisson" => RegressionFamily.Poisson, "Gamma" => RegressionFamily.Gamma, _ => RegressionFamily.Binomial };
        string message = Fault(() => new GlmRegression { Family = chosen }.Fit(RegressionData.Of(table, new RegressionColumns { Target = "y" })));
        Assert.Contains($"'{value}' in data row 4 and must be {must}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_with_missing_cells_are_left_out_and_counted()
    {
        Frame table = Frame.Of(new DoubleColumn("x", [1, double.NaN, 3, 5, 4, 7]), new DoubleColumn("y", [1, 2, 2.5, double.NaN, 0.5, 3]));
        var data = RegressionData.Of(table, new RegressionColumns { Target = "y" });
        Assert.Equal((2, 4), (data.DroppedRows, data.Design.RowCount));
        Assert.Equal([0, 2, 4, 5], data.SourceRows.ToArray());
        Assert.Contains("2 rows were left out", new OlsRegression().Fit(data).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_is_the_same_in_every_row_is_refused()
    {
        (Matrix features, double[] target) = InferenceTables.Linear(30, 2, seed: 1);
        Array.Fill(target, 1);
        RegressionData data = RegressionData.Of(DesignMatrix.Of(features), target);
        foreach (RegressionMethod method in new RegressionMethod[] { new OlsRegression(), Logit(), new GlmRegression { Family = RegressionFamily.Gamma }, new MultinomialRegression() })
        {
            Assert.Contains("'target'", Fault(() => method.Fit(data)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_feature_that_is_the_same_to_within_rounding_is_refused()
    {
        (Matrix features, double[] target) = InferenceTables.Linear(30, 2, seed: 1);
        for (int row = 0; row < 30; row++)
        {
            features[row, 1] = 1e9 + (row * 1e-7);
        }

        Assert.Contains("'x1' = 1E+09", Fault(() => new OlsRegression().Fit(RegressionData.Of(DesignMatrix.Of(features), target))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_regression_ends()
    {
        (Matrix features, double[] target) = InferenceTables.Linear(1000, 5, seed: 1);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new OlsRegression().Fit(RegressionData.Of(DesignMatrix.Of(features), target), Modelyard.Learning.FitContext.Default with { Cancellation = source.Token }));
    }

    [Fact]
    public void Clusters_must_be_named_and_be_several()
    {
        (Matrix features, double[] target) = InferenceTables.Linear(30, 2, seed: 1);
        RegressionData data = RegressionData.Of(DesignMatrix.Of(features), target);
        var method = new OlsRegression { Covariance = CovarianceKind.Cluster };
        Assert.Contains("Name the column", Fault(() => method.Fit(data)), StringComparison.Ordinal);
        Assert.Contains("'1' cluster", Fault(() => method.Fit(data.WithClusters(new int[30]))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_decides_a_coefficient_alone_has_no_error_of_the_kind_HC3()
    {
        (Matrix features, double[] target) = InferenceTables.Linear(30, 2, seed: 1);
        for (int row = 0; row < 30; row++)
        {
            features[row, 1] = row == 7 ? 1 : 0;
        }

        string message = Fault(() => new OlsRegression { Covariance = CovarianceKind.HC3 }.Fit(RegressionData.Of(DesignMatrix.Of(features), target)));
        Assert.Contains("The row '7'", message, StringComparison.Ordinal);
    }

    private static GlmRegression Logit() => new() { Family = RegressionFamily.Binomial };

    private static string Fault(Action action) => Assert.ThrowsAny<ModelyardException>(action).Message;

    private static Frame Table(Matrix features, params string[] names) => Frame.Of(names.Select((name, j) =>
    {
        double[] column = new double[features.Rows];
        features.CopyColumnTo(j, column);
        return (Column)new DoubleColumn(name, column);
    }));
}
